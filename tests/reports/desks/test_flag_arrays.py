"""Flags counted on arrays are those of each return: whole arrays compared."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.checks import check_week
from diary.classification import BLANK, SYMBOLS
from diary.timeline import DAY_STATUSES, EMPTY_WEEK, SLOTS_PER_WEEK
from reports.desks.flag_arrays import flag_arrays, weeks_of
from surveys.contracts import contract_of
from surveys.instruments import instrument_names, load_instrument
from surveys.quality import AT_SENDING, NAMES, Evidence, flags_of
from surveys.thresholds import Thresholds

DAYS_ASKED = st.lists(st.integers(0, 6), unique=True).map(sorted)
HOURS = st.one_of(st.integers(0, 168), st.sampled_from([0.5, 7.4, 37.25, 40.1, 41.5]))
THRESHOLDS = st.builds(
    Thresholds,
    few_episodes=st.integers(0, 340),
    long_block_hours=st.sampled_from([0, 0.5, 1, 2.5, 8, 8.25, 24, 167.5, 168, 200]),
    hours_apart=st.sampled_from([0, 0.1, 0.5, 5, 5.0, 30, 168]),
    blank_days=st.integers(0, 7),
    late_days=st.integers(0, 7),
)


@st.composite
def slots(draw):
    """A week of runs of any length, or of any half hours whatever."""
    symbols = sorted(SYMBOLS | {BLANK}) if draw(st.booleans()) else [BLANK, "8", "A"]
    lengths = st.sampled_from([1, 2, 3, 15, 16, 17, 18, 48, 96])
    runs = draw(st.lists(st.tuples(st.sampled_from(symbols), lengths), max_size=40))
    return ("".join(symbol * n for symbol, n in runs) + EMPTY_WEEK)[:SLOTS_PER_WEEK]


@st.composite
def sent_returns(draw):
    """A return of either version, with the flags that it would have kept at sending."""
    instrument = load_instrument(draw(st.sampled_from(instrument_names())))
    asked = {question.key for question in instrument.questions}
    offered = {
        "contracted_days": DAYS_ASKED,
        "worked_hours": HOURS,
        "others_saw": st.sampled_from(["yes", "no", "not_sure"]),
    }
    answers = {
        key: draw(answer) for key, answer in offered.items() if key in asked and draw(st.booleans())
    }
    week, statuses = draw(slots()), draw(st.text([BLANK, *DAY_STATUSES], min_size=7, max_size=7))
    kept = [[f.name, f.day] for f in check_week(week, statuses, contract_of(answers))]
    filled = draw(st.text(".SNL", min_size=7, max_size=7))
    return Evidence(week, statuses, filled, answers, [*kept, ["of_old", 1]])


def one_by_one(sent, thresholds):
    rows = [list(flags_of(one, thresholds).values()) for one in sent]
    return np.array(rows, dtype=np.uint8).reshape(-1, len(NAMES))


@settings(max_examples=60)
@given(sent=st.lists(sent_returns(), max_size=6), thresholds=THRESHOLDS)
def test_flags_of_any_returns_are_those_of_each_alone(sent, thresholds):
    np.testing.assert_array_equal(
        flag_arrays(weeks_of(sent), thresholds), one_by_one(sent, thresholds)
    )


def test_every_flag_has_its_column():
    kept = [[name, 0] for name, _label in AT_SENDING]
    answers = {"worked_hours": 60, "others_saw": "yes"}
    odd = Evidence("A" * 30 + "." * 306, "W..WWNN", "LLL....", answers, kept)
    usual = Evidence(("A8" * 16 + "." * 16) * 7, "W" * 7, "SNLL...", {"worked_hours": 56}, [])

    found = flag_arrays(weeks_of([odd, usual]), Thresholds())

    assert found.tolist() == [[1] * len(NAMES), [0] * len(NAMES)]


@pytest.mark.parametrize("longest", range(1, 20))
def test_block_is_long_from_one_half_hour_beyond_the_threshold(longest):
    thresholds = Thresholds(long_block_hours=longest / 2)
    sent = [
        Evidence(("." * 100 + "A" * length).ljust(SLOTS_PER_WEEK, "."), "W" * 7, "S" * 7, {}, [])
        for length in (longest, longest + 1)
    ]

    found = flag_arrays(weeks_of(sent), thresholds)[:, NAMES.index("long_block")]

    assert found.tolist() == [0, 1]
