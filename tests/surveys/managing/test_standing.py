"""Whom a survey manager calls first, and Table 1.1 from the log of calls."""

import datetime

import pytest

from surveys.managing.standing import (
    AgencyLine,
    approached_and_agreed,
    reason_to_call,
    those_to_call_first,
)
from surveys.models import Agency, DiaryWeek

WEEK = DiaryWeek(starts_on=datetime.date(2026, 11, 16))
AFTER = datetime.date(2026, 11, 23)


def agency(name="Northshire", standing="agreed", service="children"):
    return Agency(name=name, standing=standing, service=service, week=WEEK)


def line(found=None, invited=0, started=0, sent=0, officers=1):
    return AgencyLine(found or agency(), invited, started, sent, officers)


def reason(found, *, is_open=True, today=AFTER, target=50):
    return str(reason_to_call(found, target=target, is_open=is_open, today=today))


@pytest.mark.parametrize("standing", ["listed", "approached", "no-answer"])
def test_agency_that_has_not_agreed_is_called(standing):
    assert reason(line(agency(standing=standing), invited=9)) == "Has not agreed yet"


@pytest.mark.parametrize("standing", ["declined", "excluded"])
def test_agency_that_is_out_is_left_in_peace(standing):
    assert reason(line(agency(standing=standing), officers=0)) == ""


def test_reasons_come_in_the_order_in_which_to_mend_them():
    assert reason(line(officers=0)) == "Has no link officer"
    assert reason(line()) == "Nobody is listed yet"
    assert reason(line(invited=20, sent=4)) == "Few have sent"
    assert reason(line(invited=20, sent=5)) == ""


def test_few_have_sent_is_said_only_after_the_diary_week_and_while_the_round_is_open():
    few = line(invited=20, sent=1)

    assert reason(few, today=datetime.date(2026, 11, 22)) == ""
    assert reason(few, today=datetime.date(2026, 11, 23)) == "Few have sent"
    assert reason(few, is_open=False) == ""


def test_percentage_rounds_a_half_up_and_is_unknown_of_nobody():
    assert [line(invited=8, sent=n).percent for n in (0, 1, 3, 8)] == [0, 13, 38, 100]
    assert line().percent is None


def test_those_with_a_reason_come_first_and_the_fewest_sent_before_others():
    lines = [
        line(agency("A, well"), invited=10, sent=9),
        line(agency("B, few"), invited=10, sent=2),
        line(agency("C, nobody listed")),
        line(agency("D, fewer"), invited=10, sent=1),
        line(agency("E, declined", standing="declined")),
    ]

    ranked = those_to_call_first(lines, target=50, is_open=True, today=AFTER)

    assert [(item.line.agency.name, str(item.reason)) for item in ranked] == [
        ("C, nobody listed", "Nobody is listed yet"),
        ("D, fewer", "Few have sent"),
        ("B, few", "Few have sent"),
        ("E, declined", ""),
        ("A, well", ""),
    ]


def test_table_of_recruitment_is_the_published_one_for_the_published_counts():
    # Table 1.1 of the 2009 report: approached 28, 28 and 2; agreed 23, 27 and 2.
    agencies = (
        [agency(service="adults")] * 23
        + [agency(service="adults", standing="declined")] * 5
        + [agency(service="children")] * 27
        + [agency(service="children", standing="no-answer")]
        + [agency(service="joint")] * 2
        + [
            agency(service="joint", standing="listed"),
            agency(service="adults", standing="excluded"),
        ]
    )

    rows = [(str(row.label), row.approached, row.agreed) for row in approached_and_agreed(agencies)]

    assert rows == [
        ("Children's services", 28, 27),
        ("Adult services", 28, 23),
        ("Children's and adult services together", 2, 2),
        ("Total", 58, 52),
    ]
