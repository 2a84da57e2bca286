"""Reading returns into a Frame: what each variable holds, and who is left out."""

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.timeline import EMPTY_WEEK
from reports.figures.answered import CodeBook
from reports.figures.frame import LeftOut, Recruited
from reports.figures.gathering import AgencyFacts, Gathering, Row
from reports.figures.reading import read_frame, regions_of
from surveys.demo.source import demo_returns
from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.answers import settle
from surveys.instruments.derivations import NUMBERS
from surveys.instruments.deriving import derive
from surveys.models import Agency, Return
from tests.factories import (
    MONDAY,
    AgencyFactory,
    AuthorityFactory,
    DiaryFactory,
    OpenLinkFactory,
    ReturnFactory,
    RoundFactory,
    WeekFactory,
)
from tests.surveys.instruments.made import answers_of

SENT = Return.State.SENT


def send(round_, **fields):
    """A return that was sent, with a diary of its own."""
    diary = fields.pop("diary", None) or DiaryFactory()
    return ReturnFactory(round=round_, diary=diary, state=SENT, **fields)


def in_order(*returns):
    """Returns as they are read: by their random ids."""
    return sorted(returns, key=lambda one: one.pk.hex)


def values_of(frame, key):
    variable = frame.variables[key]
    return [variable.values[code][0] for code in variable.codes]


def gathered(instrument, answers, codings=(), lists=()):
    """The frame of returns that answered so, without a database."""
    gathering = Gathering(instrument, lists)
    codings = codings or [{}] * len(answers)
    said = zip(answers, codings, strict=True)
    rows = [Row(EMPTY_WEEK, "W......", MONDAY, None, *own) for own in said]
    for start in range(0, len(rows), 3):
        gathering.add(rows[start : start + 3])
    return gathering.frame({})


@pytest.mark.parametrize("name", instrument_names())
@settings(max_examples=10)  # a whole questionnaire takes long to draw
@given(data=st.data())
def test_derived_variables_and_numbers_are_those_of_one_return_at_a_time(name, data):
    instrument = load_instrument(name)
    drawn = data.draw(st.lists(answers_of(instrument), min_size=1, max_size=2))
    answers = [settle(instrument, own) for own in drawn]
    roles = st.dictionaries(
        st.sampled_from(["role_table_2_4", "role_table_3_11"]),
        st.sampled_from(["manager", "senior", "no such role"]),
    )
    codings = [data.draw(roles) for _ in answers]

    frame = gathered(instrument, answers, codings)

    derived = [derive(instrument, *own) for own in zip(answers, codings, strict=True)]
    assert {d.key: values_of(frame, d.key) for d in instrument.derived} == {
        d.key: [own[d.key] for own in derived] for d in instrument.derived
    }
    asked = [q.key for q in instrument.questions if q.type in ("number", "year")]
    expected = {key: [own.get(key) for own in answers] for key in asked} | {
        key: [function(own) for own in answers] for key, function in NUMBERS.items()
    }
    assert {key: [None if np.isnan(n) else n for n in frame.numbers[key]] for key in expected} == (
        expected
    )
    assert list(frame.numbers) == list(expected)


def test_demonstration_is_derived_as_one_return_at_a_time():
    instrument = load_instrument("2009")
    returns = demo_returns()[::9]

    frame = gathered(instrument, [r.answers for r in returns], [r.codings for r in returns])

    derived = [derive(instrument, r.answers, r.codings) for r in returns]
    assert {d.key: values_of(frame, d.key) for d in instrument.derived} == {
        d.key: [own[d.key] for own in derived] for d in instrument.derived
    }


def test_questions_are_variables_by_key_with_no_answer_last():
    instrument = load_instrument("2")
    answers = [
        {"supervision_frequency": "none", "others_saw": "yes"},
        {
            "client_groups": ["older", "carers"],
            "development": {"journals": "not_sure", "papers": "yes"},
        },
        {"supervision_frequency": "weekly", "client_groups": ["asylum"]},
    ]

    frame = gathered(instrument, answers)

    keys = ("supervision_frequency", "client_groups.older", "development.journals")
    assert {key: values_of(frame, key) for key in keys} == {
        "supervision_frequency": ["none", "none_given", "weekly"],
        "client_groups.older": ["none", "yes", "no"],
        "development.journals": ["none", "not_sure", "none"],
    }
    assert frame.variables["supervision_frequency"].values[-2:] == (
        ("none", "I have no supervision"),
        ("none_given", "No answer"),
    )
    older = frame.variables["client_groups.older"]
    assert (older.label, older.values, older.missing) == (
        "Main client groups: Older people",
        (("yes", "Yes"), ("no", "No"), ("none", "No answer")),
        "none",
    )
    journals = frame.variables["development.journals"]
    assert (journals.label, journals.values, journals.missing) == (
        "Organisation provides: Subscriptions to journals",
        (("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure"), ("none", "No answer")),
        "none",
    )
    assert {variable.codes.dtype for variable in frame.variables.values()} == {np.dtype(np.uint8)}


def test_lists_of_codes_are_variables_but_for_the_instruments_own():
    lists = [
        CodeBook("reasons", "Why not average", (("ill", "Illness"), ("court", "Court"))),
        CodeBook("role_table_2_4", "Not this one", (("boss", "Boss"),)),
    ]
    codings = [{"reasons": "court", "role_table_2_4": "senior"}, {"reasons": "gone"}, {}]

    frame = gathered(load_instrument("2009"), [{}] * 3, codings, lists)

    reasons = frame.variables["reasons"]
    assert reasons.values == (("ill", "Illness"), ("court", "Court"), ("none", "Not coded"))
    assert (reasons.label, reasons.missing) == ("Why not average", "none")
    assert values_of(frame, "reasons") == ["court", "none", "none"]
    assert values_of(frame, "role_table_2_4") == ["senior", "none", "none"]


def test_list_of_more_codes_than_a_byte_holds_is_read_all_the_same():
    codes = tuple((f"c{n}", f"Code {n}") for n in range(300))

    frame = gathered(
        load_instrument("2"), [{}] * 2, [{"many": "c299"}, {}], [CodeBook("many", "Many", codes)]
    )

    assert values_of(frame, "many") == ["c299", "none"]


def test_frame_of_no_returns_has_every_variable():
    instrument = load_instrument("2")

    frame = Gathering(instrument).frame({"a": AgencyFacts("adults", "x", "London", "london")})

    assert len(frame) == 0
    assert {len(v.codes) for v in frame.variables.values()} == {0}
    assert frame.half_hours.shape == (0, 40)
    assert frame.variables["region"].values == (("London", "London"), ("none", "No authority"))
    assert frame.variables["weeks"].values == ()
    assert (frame.sample.clusters, frame.sample.strata) == (0, 0)


@pytest.mark.django_db
def test_frame_has_the_diary_and_the_agency_of_each_return():
    round_ = RoundFactory()
    authority = AuthorityFactory(region="South West", type="county")
    other = AuthorityFactory(region="London", type="london")
    adults = AgencyFactory(round=round_, authority=authority, service="adults")
    children = AgencyFactory(round=round_, authority=authority)
    fostering = AgencyFactory(round=round_, authority=None, service="fostering")
    AgencyFactory(round=round_, authority=other)
    late = WeekFactory(round=round_, starts_on=MONDAY + datetime.timedelta(days=7)).starts_on
    link = OpenLinkFactory(round=round_)
    week = "A" + EMPTY_WEEK[1:]
    returns = {
        send(round_, agency=adults, diary=DiaryFactory(slots=week, statuses="WN....."), answers={
            "setting": "la_adults"
        }): (week, "WN.....", "dass", "South West", "county", "adults", "2026-11-16"),
        send(round_, agency=children, diary=DiaryFactory(starts_on=late)): (
            EMPTY_WEEK, ".......", "none", "South West", "county", "children", "2026-11-23"),
        send(round_, agency=fostering): (
            EMPTY_WEEK, ".......", "none", "none", "none", "fostering", "2026-11-16"),
        send(round_, open_link=link): (
            EMPTY_WEEK, ".......", "none", "none", "none", "none", "2026-11-16"),
    }  # fmt: skip

    frame = read_frame(round_)

    keys = ("sector", "region", "authority_type", "service", "weeks")
    assert [
        (bytes(slots).decode(), bytes(statuses).decode(), *values)
        for slots, statuses, *values in zip(
            frame.slots, frame.statuses, *(values_of(frame, key) for key in keys), strict=True
        )
    ] == [returns[one] for one in in_order(*returns)]
    assert frame.variables["region"].values == (
        ("London", "London"),
        ("South West", "South West"),
        ("none", "No authority"),
    )
    assert frame.variables["weeks"].values == (
        ("2026-11-16", "Week of 16 November 2026"),
        ("2026-11-23", "Week of 23 November 2026"),
    )
    assert frame.variables["service"].values[-2:] == (
        ("voluntary", "Voluntary organisation"),
        ("none", "No agency"),
    )
    assert (frame.sample.clusters, frame.sample.strata) == (3, 1)
    assert regions_of(round_) == ("London", "South West")


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", [1, 2, 5, 100])
def test_counted_returns_are_each_read_once_whatever_the_chunk(chunk):
    round_ = RoundFactory()
    made = [send(round_, diary=DiaryFactory(slots=s + EMPTY_WEEK[1:])) for s in "ABCDE"]
    ReturnFactory(round=round_, state=Return.State.STARTED)
    send(RoundFactory())
    told = []

    frame = read_frame(round_, chunk=chunk, progress=lambda *numbers: told.append(numbers))

    assert [chr(row[0]) for row in frame.slots] == [one.diary.slots[0] for one in in_order(*made)]
    assert told == [(0, 5)] + [(min(done, 5), 5) for done in range(chunk, 5 + chunk, chunk)]


@pytest.mark.django_db
def test_what_progress_raises_ends_the_reading(django_assert_num_queries):
    round_ = RoundFactory()
    for _ in range(3):
        send(round_)

    class Stop(Exception):
        pass

    def progress(done, total):
        if done == 2:
            raise Stop

    with django_assert_num_queries(4), pytest.raises(Stop):  # lists, the number, two chunks
        read_frame(round_, chunk=1, progress=progress)


@pytest.mark.django_db
def test_reading_costs_as_many_queries_for_three_returns_as_for_one(django_assert_max_num_queries):
    round_ = RoundFactory()
    for _ in range(3):
        send(round_, agency=AgencyFactory(round=round_))

    with django_assert_max_num_queries(7):
        read_frame(round_)


@pytest.mark.django_db
def test_returns_set_aside_are_left_out_and_counted_by_reason():
    round_ = RoundFactory()
    collected = AgencyFactory(round=round_, returns_exclusion="Collected by a manager")
    other = AgencyFactory(round=round_)
    counted = send(round_, agency=other)
    send(round_, agency=other, exclusion="Test")
    send(round_, exclusion="Test")
    send(round_, exclusion="Blank")
    send(round_, agency=collected)
    send(round_, agency=collected)
    send(round_, agency=collected, exclusion="Test")
    ReturnFactory(round=round_, agency=collected, state=Return.State.STARTED)
    send(RoundFactory(), exclusion="Another round")

    frame = read_frame(round_)

    assert values_of(frame, "service") == [counted.agency.service]
    assert frame.left_out == LeftOut(
        returns=4,
        with_agency=2,
        reasons=(("Test", 3), ("Collected by a manager", 2), ("Blank", 1)),
    )


@pytest.mark.django_db
def test_weights_and_recruitment_come_with_the_frame():
    round_ = RoundFactory()
    stated = AgencyFactory(round=round_, eligible=12, standing=Agency.Standing.AGREED)
    AgencyFactory(round=round_, standing=Agency.Standing.DECLINED)
    for agency in (stated, stated, stated, None):
        send(round_, agency=agency)

    assert read_frame(round_).sample.weight is None
    frame = read_frame(round_, weighted=True)

    assert frame.sample.weight.tolist() == [4, 4, 4, 4]
    assert frame.recruited == (Recruited("Children's services", 2, 1), Recruited("Total", 2, 1))
