"""Flags of a sent return: pure, each at its threshold and just beyond it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.checks import check_week
from diary.classification import BLANK, SYMBOLS
from diary.timeline import DAY_STATUSES, EMPTY_WEEK, SLOTS_PER_WEEK, episodes
from surveys.contracts import contract_of
from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.codebook import variables
from surveys.quality import (
    BY_THRESHOLD,
    EXPLANATIONS,
    FLAGS,
    NAMES,
    REASONS,
    Evidence,
    explain,
    flags_of,
)
from surveys.thresholds import Thresholds

WORKED = "WWWWWNN"
USUAL = Thresholds()


def week(*runs):
    """A week of runs: (day, half hour of the day, length, symbol)."""
    slots = list(EMPTY_WEEK)
    for day, start, length, symbol in runs:
        at = day * 48 + start
        slots[at : at + length] = symbol * length
    return "".join(slots)


def full_week(days=5):
    """Days of eight episodes and 8 hours, lunch left out."""
    return week(
        *(
            (day, 18 + 2 * place + (place > 3), 2, symbol)
            for day in range(days)
            for place, symbol in enumerate("ACR6ACR6")
        ),
        *((day, 26, 1, "8") for day in range(days)),
    )


def raised(*, thresholds=USUAL, **fields):
    evidence = Evidence(
        **{
            "slots": full_week(),
            "statuses": WORKED,
            "filled": "SSSSS..",
            "answers": {},
            "flags": [],
            **fields,
        }
    )
    return [name for name, up in flags_of(evidence, thresholds).items() if up]


def test_ordinary_week_has_no_flag_and_every_flag_is_answered():
    evidence = Evidence(full_week(), WORKED, "SSNNL..", {"worked_hours": 40.5}, [])

    assert flags_of(evidence, USUAL) == dict.fromkeys(NAMES, 0)


def test_flags_kept_at_sending_are_among_them_and_unknown_ones_are_not():
    kept = [["long_day", 2], ["far_from_stated", None], ["long_day", 3], ["of_old", 1]]

    assert raised(flags=kept) == ["long_day", "far_from_stated"]


@pytest.mark.parametrize(
    ("count", "statuses", "answers", "flagged"),
    [
        (6, WORKED, {}, True),
        (7, WORKED, {}, False),
        # Two of five days: 7 × 2/5 = 2.8 episodes are wanted.
        (2, "WWLLLNN", {}, True),
        (3, "WWLLLNN", {}, False),
        (2, WORKED, {"contracted_days": [0, 1]}, True),
        (3, WORKED, {"contracted_days": [0, 1]}, False),
        # Six contracted days are five.
        (7, "WWWWWWN", {"contracted_days": [0, 1, 2, 3, 4, 5]}, False),
        (0, "LLLLLNN", {}, False),
        (0, "SAHLLNN", {}, False),
        (0, "CCCCCNN", {}, False),
        (0, ".......", {}, True),
    ],
)
def test_few_episodes_in_proportion_to_the_days_worked(count, statuses, answers, flagged):
    slots = week(*((0, 2 * place, 1, "A") for place in range(count)))

    flags = raised(slots=slots, statuses=statuses, answers=answers)

    assert ("few_episodes" in flags) is flagged


@pytest.mark.parametrize(
    ("runs", "flagged"),
    [
        ([(0, 10, 16, "A")], False),
        ([(0, 10, 17, "A")], True),
        ([(0, 10, 30, "8")], False),
        ([(0, 10, 12, "A"), (0, 22, 1, "8"), (0, 23, 12, "A")], False),
        ([(0, 10, 12, "A"), (0, 23, 12, "A")], False),
        ([(0, 40, 17, "A")], True),  # over midnight
        ([(5, 10, 20, "A")], False),  # on a day said to be free
    ],
)
def test_one_long_block_without_a_break(runs, flagged):
    flags = raised(slots=week(*runs))

    assert ("long_block" in flags) is flagged


@pytest.mark.parametrize(
    ("statuses", "answers", "flagged"),
    [
        ("W.WWWNN", {}, False),
        ("W..WWNN", {}, True),
        ("WLLWWNN", {}, False),
        ("W..WWNN", {"contracted_days": [0, 3, 4]}, False),
        ("WWWWW..", {"contracted_days": [3, 4, 5, 6]}, True),
    ],
)
def test_blank_days_without_a_status(statuses, answers, flagged):
    slots = week(*((day, 18, 14, "A") for day in (0, 3, 4)))

    flags = raised(slots=slots, statuses=statuses, answers=answers)

    assert ("days_blank" in flags) is flagged


@pytest.mark.parametrize(
    ("stated", "flagged"), [(35, False), (34.5, True), (45, False), (45.5, True), (None, False)]
)
def test_hours_apart_from_those_stated_leave_breaks_out(stated, flagged):
    answers = {} if stated is None else {"worked_hours": stated}

    assert ("hours_apart" in raised(answers=answers)) is flagged


def test_week_that_was_not_begun_is_not_apart_from_what_was_stated():
    flags = raised(slots=EMPTY_WEEK, statuses="LLLLLNN", answers={"worked_hours": 37})

    assert flags == []


@pytest.mark.parametrize(
    ("filled", "statuses", "flagged"),
    [
        ("LLSSS..", WORKED, False),
        ("LLLSS..", WORKED, True),
        ("LLLSS..", "WWLWWNN", False),
        (".......", WORKED, False),
    ],
)
def test_late_completion_counts_days_that_were_worked(filled, statuses, flagged):
    assert ("filled_late" in raised(filled=filled, statuses=statuses)) is flagged


@pytest.mark.parametrize(("said", "flagged"), [("yes", True), ("no", False), ("not_sure", False)])
def test_answers_that_somebody_else_could_see(said, flagged):
    assert ("seen_by_others" in raised(answers={"others_saw": said})) is flagged


def test_thresholds_are_the_rounds():
    strict = Thresholds(
        few_episodes=113, long_block_hours=0.5, hours_apart=0, blank_days=0, late_days=0
    )
    fields = {
        "statuses": "WWWWW..",
        "filled": "L......",
        "answers": {"worked_hours": 41, "contracted_days": [0, 5]},
        "slots": full_week(),
    }

    assert raised(**fields) == []
    assert raised(**fields, thresholds=strict) == [
        "few_episodes",
        "long_block",
        "days_blank",
        "hours_apart",
        "filled_late",
    ]


@given(
    slots=st.text(alphabet=f"{BLANK}{BLANK}A8R", min_size=SLOTS_PER_WEEK, max_size=SLOTS_PER_WEEK),
    statuses=st.text(alphabet=[BLANK, *DAY_STATUSES], min_size=7, max_size=7),
    few=st.integers(0, 300),
)
def test_episodes_are_counted_as_the_diary_counts_them(slots, statuses, few):
    free = [status in "NHLSAC" for status in statuses]
    count = sum(len(episodes("".join(part))) for part in _stretches(slots, free))
    days = min(5, sum(not free[day] for day in range(5)))

    flags = raised(slots=slots, statuses=statuses, thresholds=Thresholds(few_episodes=few))

    assert ("few_episodes" in flags) is (5 * count < few * days)


def _stretches(slots, free):
    """The days that count, neighbours joined, so that an episode over midnight is one."""
    part = ""
    for day in range(7):
        if free[day]:
            yield part
            part = ""
        else:
            part += slots[day * 48 : day * 48 + 48]
    yield part


def test_names_fit_files_and_stand_for_no_other_variable():
    taken = {
        variable.name
        for name in instrument_names()
        for variable in variables(load_instrument(name))
    }

    assert len(set(NAMES)) == len(FLAGS)
    assert [n for n in NAMES if not n.isidentifier() or len(n) > 32 or n in taken] == []
    assert set(EXPLANATIONS) == set(NAMES)
    assert all(len(reason) <= 200 for reason in REASONS)


def test_every_flag_of_the_diarys_checks_has_its_place():
    slots = week((0, 0, 40, "A"), (6, 0, 2, "A"))
    answers = {"worked_hours": 90, "contracted_days": [0, 1, 6]}

    found = check_week(slots, "W....WN", contract_of(answers))

    assert {flag.name for flag in found} == set(NAMES) - {name for name, _label in BY_THRESHOLD}


def test_explanation_says_the_rounds_numbers():
    told = explain("long_block", Thresholds(long_block_hours=6.5))

    assert "more than 6.5 hours" in told
    assert explain("long_day", USUAL) == "When it was sent, a day had more than 16 hours."
    assert all("%" not in explain(name, USUAL) for name in NAMES)
    assert set("A8R") <= SYMBOLS
