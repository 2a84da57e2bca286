"""The quality desk: flags, one return without anything that identifies, setting aside."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.desks import flagged, listing
from reports.desks.exclusions import reason_lines
from reports.desks.flagged import ALL, COUNTED, beside, with_flag
from reports.desks.listing import list_page
from reports.desks.references import reference_of, return_id_of, short
from reports.figures.frame import LeftOut
from reports.figures.reading import left_out_of
from surveys.models import AuditEntry, Return, Round
from surveys.quality import AT_SENDING, NAMES, REASONS
from surveys.thresholds import Thresholds, thresholds_from
from tests.factories import RoundFactory
from tests.reports.desks.made import (
    HOURS,
    LATE,
    address,
    client_of,
    make_agency,
    make_round,
    make_sent,
    text,
)

pytestmark = pytest.mark.django_db
COLLECTED = REASONS[0]


@pytest.fixture
def round_():
    return make_round()


@pytest.fixture
def client(round_):
    return client_of(round_)


def page_of(found, name="quality_return"):
    return address(name, reference_of(found.round_id, found.pk))


def counted(client):
    """(flag, those that count, those set aside) of every flag that is raised."""
    groups = client.get(address("quality")).context["groups"]
    lines = [line for _heading, lines in groups for line in lines]
    return [(name, n, aside) for name, _label, _means, n, aside in lines if n or aside]


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", "about"))


def test_reference_leads_to_its_return_in_its_round_only(round_, settings):
    found, other = make_sent(round_), RoundFactory()
    reference = reference_of(round_.pk, found.pk)

    assert return_id_of(round_.pk, reference) == found.pk
    assert return_id_of(other.pk, reference) != found.pk
    assert (len(reference), short(reference)) == (26, reference[:6].upper())
    assert str(found.pk).replace("-", "") not in reference
    settings.ROOT_SECRET = "another secret of this environment"
    assert reference_of(round_.pk, found.pk) != reference


@pytest.mark.parametrize("wrong", ["", "x", "a" * 25 + "b", "1" * 26, "A" * 26, "a" * 27])
def test_reference_that_is_none_leads_nowhere(round_, wrong):
    assert return_id_of(round_.pk, wrong) is None


def test_flags_are_counted_for_returns_that_count_and_those_set_aside(round_, client):
    make_sent(round_)
    make_sent(round_, filled=LATE)
    make_sent(round_, filled=LATE, answers=HOURS, flags=[["far_from_stated", None]])
    make_sent(round_, filled=LATE, exclusion=COLLECTED)
    Return.objects.filter(pk=make_sent(round_, filled=LATE).pk).update(state="started")
    make_sent(RoundFactory(), filled=LATE)

    assert counted(client) == [
        ("hours_apart", 1, 0),
        ("filled_late", 2, 1),
        ("far_from_stated", 1, 0),
    ]
    counts = client.get(address("quality")).context["counts"]
    assert (counts.sent, counts.aside, counts.unflagged) == (4, 1, 1)


def test_list_of_a_flag_holds_its_returns_in_the_order_of_random_ids(round_, client):
    late = [make_sent(round_, filled=LATE) for _ in range(4)]
    make_sent(round_)
    aside = make_sent(round_, filled=LATE, exclusion=COLLECTED)

    page = client.get(address("quality_returns"), {"flag": "filled_late"})

    order = sorted(late, key=lambda found: found.pk)
    rows = [row for row, _labels in page.context["rows"]]
    assert [row.reference for row in rows] == [reference_of(round_.pk, f.pk) for f in order]
    first = rows[0]
    assert (first.half_hours, first.without_breaks, first.sector, first.flags, first.reason) == (
        75,
        70,
        "No information",
        ("filled_late",),
        "",
    )
    in_all = list(with_flag(round_, flag="filled_late", show=ALL))
    assert in_all == sorted(f.pk for f in [*late, aside])


def test_way_through_a_list_passes_over_returns_without_the_flag(round_):
    found = sorted((make_sent(round_, filled=LATE) for _ in range(3)), key=lambda f: f.pk)
    Return.objects.get(pk=found[1].pk).diary.__class__.objects.filter(pk=found[1].diary_id).update(
        filled="SSSSS.."
    )

    ends = [beside(round_, f.pk, flag="filled_late", show=COUNTED) for f in found]

    assert ends == [
        (None, found[2].pk),
        (found[0].pk, found[2].pk),
        (found[0].pk, None),
    ]


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of 2 returns, then 4, and pages of 3."""
    monkeypatch.setattr(flagged, "FIRST", 2)
    monkeypatch.setattr(flagged, "GROWTH", 2)
    monkeypatch.setattr(flagged, "MOST", 4)
    monkeypatch.setattr(listing, "PAGE", 3)


@pytest.mark.usefixtures("small_parts")
def test_returns_read_in_parts_are_each_read_once(round_, client):
    found = sorted((make_sent(round_, filled=LATE) for _ in range(11)), key=lambda f: f.pk)
    keys = [one.pk for one in found]

    assert list(with_flag(round_, flag="filled_late", show=COUNTED)) == keys
    assert counted(client) == [("filled_late", 11, 0)]
    ends = [beside(round_, key, flag="filled_late", show=ALL) for key in keys]
    assert ends == list(zip([None, *keys[:-1]], [*keys[1:], None], strict=True))


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    ("wanted", "number", "on_it", "total"),
    [
        (None, 1, [0, 1, 2], None),
        ("1", 1, [0, 1, 2], None),
        ("2", 2, [3, 4, 5], None),
        ("3", 3, [6, 7], 8),
        ("4", 3, [6, 7], 8),
        ("0", 3, [6, 7], 8),
        ("-1", 3, [6, 7], 8),
        ("9" * 30, 3, [6, 7], 8),
        ("x", 1, [0, 1, 2], None),
    ],
)
def test_page_of_a_flags_list_is_read_and_counted_no_further(round_, wanted, number, on_it, total):
    keys = sorted(make_sent(round_, filled=LATE).pk for _ in range(8))
    make_sent(round_)

    page = list_page(round_, flag="filled_late", show=COUNTED, wanted=wanted)

    assert (page.number, page.keys) == (number, tuple(keys[place] for place in on_it))
    assert (page.paginator.count if page.paginator else None) == total
    assert (page.has_next, page.has_previous) == (total is None, number > 1)


@pytest.mark.usefixtures("small_parts")
def test_page_says_how_many_returns_there_are_or_that_there_are_more(round_, client):
    for _ in range(7):
        make_sent(round_, filled=LATE)
    pages = [
        text(client.get(address("quality_returns"), {"flag": "filled_late", "page": number}))
        for number in (1, 3)
    ]
    everything = text(client.get(address("quality_returns")))

    assert [("More than 3 returns." in page, "Page 1<" in page) for page in pages] == [
        (True, True),
        (False, False),
    ]
    assert ["7 returns." in page for page in (*pages, everything)] == [False, True, True]
    assert ["of 3<" in page for page in (*pages, everything)] == [False, True, True]


@pytest.mark.parametrize("flag", NAMES)
def test_list_of_every_flag_holds_the_returns_that_have_it(round_, flag):
    kept = [[name, 0] for name, _label in AT_SENDING]
    answers = {"worked_hours": 60, "others_saw": "yes", "contracted_days": [0, 1, 2]}
    odd = {"slots": "A" * 30 + "." * 306, "statuses": "W..WWNN", "filled": "LLL...."}
    pks = [make_sent(round_, answers=answers, flags=kept, **odd).pk for _ in range(2)]
    make_sent(round_, answers={"worked_hours": 35, "others_saw": "no"})

    assert list(with_flag(round_, flag=flag, show=COUNTED)) == sorted(pks)


@pytest.mark.parametrize("query", [{}, {"flag": "filled_late"}, {"flag": "long_day", "show": ALL}])
def test_lists_of_one_and_of_three_cost_the_same_queries(round_, client, query):
    costs = []
    for more in (1, 2):
        for _ in range(more):
            found = make_sent(
                round_, filled=LATE, flags=[["long_day", 1]], agency=make_agency(round_)
            )
        pages = [address("quality"), address("quality_returns"), page_of(found)]
        costs.append([queries_of(client, page, query) for page in pages])

    assert costs[0] == costs[1]


def queries_of(client, page, query):
    with CaptureQueriesContext(connection) as captured:
        client.get(page, query)
    return len(captured)


def test_return_shows_its_week_answers_and_flags_and_nothing_that_identifies(round_, client):
    agency = make_agency(round_, name="Northtown children’s services")
    answers = {
        "setting": "la_children",
        "role": "other",
        "role_details": "Duty",
        "job_title": "Manager for Mary Smith",
        "worked_hours": 60,
    }
    found = make_sent(round_, agency=agency, filled=LATE, answers=answers)

    page = client.get(page_of(found), {"flag": "filled_late"})

    shown, view = text(page), page.context["view"]
    assert [flag.name for flag in view.flags] == ["hours_apart", "filled_late"]
    assert (view.sector, view.region, view.worked) == ("Children's services", "North East", 60)
    assert [day.filled for day in view.days][:2] == ["later", "later"]
    assert "Manager for Mary Smith" in shown
    given = {
        one.question.key: (one.answer, [t.text for t in one.texts])
        for _section, answers in view.sections
        for one in answers
        if one.answer or one.texts
    }
    assert given["role"] == ("Another role", ["Duty"])
    assert given["job_title"] == ("", ["Manager for Mary Smith"])
    hidden = [agency.name, agency.authority.name, str(found.pk), found.handle, "November"]
    assert [word for word in hidden if word in shown] == []


def test_return_that_is_not_sent_or_of_another_round_has_no_page(round_, client):
    open_ = make_sent(round_)
    Return.objects.filter(pk=open_.pk).update(state=Return.State.STARTED)
    other = make_sent(RoundFactory())

    addresses = [page_of(open_), page_of(other)]

    assert [client.get(one).status_code for one in addresses] == [404, 404]


def test_return_is_set_aside_with_a_reason_and_taken_back(round_, client):
    found, other = make_sent(round_), make_sent(round_)

    client.post(page_of(found, "set_aside"), {"why": "0"})

    assert list(Return.objects.counted()) == [other]
    assert Return.objects.get(pk=found.pk).exclusion == COLLECTED
    assert "No figure counts this return" in text(client.get(page_of(found)))

    client.post(page_of(found, "take_back"))

    assert Return.objects.counted().count() == 2
    assert acts() == [
        ("exclusion", f"1 return set aside: {COLLECTED}"),
        ("exclusion", "1 return taken back"),
    ]


def test_reason_in_words_is_kept_and_stays_out_of_the_audit_trail(round_, client):
    found = make_sent(round_)

    client.post(page_of(found, "set_aside"), {"why": "other", "words": "  Two weeks  in one "})

    assert Return.objects.get().exclusion == "Two weeks in one"
    assert acts() == [("exclusion", "1 return set aside: a reason of their own")]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "Choose a reason."),
        ({"why": "other", "words": " "}, "Enter the reason in a few words."),
        ({"why": "9"}, "Select a valid choice"),
    ],
)
def test_setting_aside_without_a_reason_is_refused(round_, client, data, problem):
    found = make_sent(round_)

    page = client.post(page_of(found, "set_aside"), data)

    assert (page.status_code, problem in text(page)) == (422, True)
    assert Return.objects.counted().count() == 1
    assert acts() == []


def test_after_setting_aside_the_next_of_the_list_comes_where_it_is_asked_for(round_, client):
    first, second = sorted((make_sent(round_, filled=LATE) for _ in range(2)), key=lambda f: f.pk)
    way = "?flag=filled_late&show=counted"

    stayed = client.post(page_of(second, "set_aside") + way, {"why": "1"})
    client.post(page_of(second, "take_back"))
    went_on = client.post(page_of(first, "set_aside") + way, {"why": "1", "next": "1"})

    assert [stayed["Location"], went_on["Location"]] == [page_of(second) + way] * 2


def test_agency_is_set_aside_as_a_whole_after_its_number_was_shown(round_, client):
    agency = make_agency(round_, name="Northtown")
    mine = [make_sent(round_, agency=agency, answers={"setting": "private"}) for _ in range(2)]
    other = make_sent(round_, agency=make_agency(round_))
    place = address("quality_agency", agency.pk)

    asked = text(client.get(place))
    client.post(place, {"why": "0"})

    assert "Set 2 returns aside" in asked
    assert list(Return.objects.counted()) == [other]
    later = make_sent(round_, agency=agency)
    assert set(Return.objects.excluded()) == {*mine, later}
    listed = client.get(address("quality_agencies")).context["listed"]
    assert [(line.agency, line.sent, line.aside, known) for line, known in listed] == [
        (found.agency, 3 if found.agency == agency else 1, 0, found.agency == agency)
        for found in sorted((mine[0], other), key=lambda f: f.agency.name)
    ]

    client.post(address("take_back_agency", agency.pk))

    assert Return.objects.counted().count() == 4
    entries = AuditEntry.objects.order_by("pk").values_list("agency__name", "about")
    assert list(entries) == [
        ("Northtown", f"2 returns set aside: {COLLECTED}"),
        ("Northtown", "3 returns taken back"),
    ]


def test_table_of_what_is_set_aside_is_by_reason_and_sector_and_a_file(round_, client):
    agency = make_agency(round_, returns_exclusion=COLLECTED)
    adults, children = {"setting": "la_adults"}, {"setting": "la_children"}
    make_sent(round_, answers=adults, exclusion="=cmd()")
    make_sent(round_, answers=adults, exclusion="=cmd()", agency=agency)
    make_sent(round_, answers=children, agency=agency)
    make_sent(round_, answers=children)

    page = client.get(address("exclusions"))
    file = b"".join(client.get(address("exclusions"), {"format": "csv"}).streaming_content)

    lines = [(li.way, li.reason, li.by_sector) for li, _one, _known in page.context["lines"]]
    assert lines == [
        ("one by one", "=cmd()", (0, 2, 0, 0, 0)),
        ("with their agency", COLLECTED, (1, 0, 0, 0, 0)),
    ]
    assert (page.context["totals"], page.context["returns"]) == ([1, 2, 0, 0, 0], 3)
    assert list(csv.reader(io.StringIO(file.decode("utf-8-sig")))) == [
        ["Set aside", "Reason", "Sector", "Returns"],
        ["one by one", "'=cmd()", "Adult services", "2"],
        ["with their agency", COLLECTED, "Children's services", "1"],
    ]
    assert acts() == [("download", "returns set aside, 3")]


def test_returns_set_aside_twice_over_count_once_in_the_table_and_in_what_outputs_left_out(round_):
    agency = make_agency(round_, returns_exclusion=COLLECTED)
    make_sent(round_, exclusion="A test", agency=agency)
    make_sent(round_, exclusion=COLLECTED, agency=agency)
    make_sent(round_, exclusion="A test")
    for _ in range(3):
        make_sent(round_, agency=agency)
    make_sent(round_, agency=make_agency(round_))

    left_out = left_out_of(round_)

    assert left_out == LeftOut(3, 3, ((COLLECTED, 4), ("A test", 2)))
    table = [(line.way, line.reason, line.returns) for line in reason_lines(round_)]
    assert table == [
        ("one by one", "A test", 2),
        ("one by one", COLLECTED, 1),
        ("with their agency", COLLECTED, 3),
    ]
    assert left_out.returns + left_out.with_agency == Return.objects.excluded().count()


def test_thresholds_are_kept_where_they_are_not_the_usual_and_flags_follow(round_, client):
    make_sent(round_, filled="L......")
    usual = {name: str(value) for name, value in vars(Thresholds()).items()}
    assert counted(client) == []

    client.post(address("thresholds"), {**usual, "late_days": "0", "long_block_hours": "7.5"})

    kept = Round.objects.get(pk=round_.pk).thresholds
    assert kept == {"late_days": 0, "long_block_hours": 7.5}
    assert thresholds_from(kept) == Thresholds(late_days=0, long_block_hours=7.5)
    assert counted(client) == [("filled_late", 1, 0)]
    assert acts() == [("thresholds", "long_block_hours 8 → 7.5; late_days 2 → 0")]


def test_threshold_out_of_its_range_is_refused(round_, client):
    usual = {name: str(value) for name, value in vars(Thresholds()).items()}

    page = client.post(address("thresholds"), {**usual, "minimum_cell": "1", "hours_apart": "x"})

    wrong = {name: list(errors) for name, errors in page.context["form"].errors.items()}
    assert wrong == {
        "minimum_cell": ["Enter a whole number from 2 to 100."],
        "hours_apart": ["Enter hours from 0 to 100, for example 7.5."],
    }
    assert (Round.objects.get(pk=round_.pk).thresholds, acts()) == ({}, [])


def test_researcher_of_another_round_learns_nothing_of_a_return(round_):
    found, stranger = make_sent(round_), client_of(RoundFactory())

    answers = [
        stranger.get(page_of(found)).status_code,
        stranger.post(page_of(found, "set_aside"), {"why": "0"}).status_code,
        stranger.get(reverse("reports:quality", args=[round_.slug])).status_code,
    ]

    assert answers == [404, 404, 404]
    assert Return.objects.counted().count() == 1
