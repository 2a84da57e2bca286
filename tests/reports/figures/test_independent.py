"""Every table beside a second, deliberately simple implementation, on random returns."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from diary.classification import ACTIVITIES, BY_CODE
from reports.figures.counting import available, compute
from reports.figures.gathering import Gathering, Row
from reports.figures.loading import all_tables
from reports.figures.results import Measure, Result
from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.answers import settle
from tests.factories import MONDAY
from tests.reports.figures.simple import Cells, table_of, with_values

SYMBOLS = [activity.symbol for activity in ACTIVITIES]
COUNTED = (Measure.RESPONDENTS, Measure.HOURS)  # never weighted
NEAR = 1e-9  # a weighted figure's distance, of its size
# Every example makes all tables twice: shrinking one would take minutes, and a seed a return says
# as much.
PHASES = (Phase.explicit, Phase.generate)
seeds = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=12)


def answer(question, rng):
    """A random answer, often at the edges of bands; None for none."""
    if question.type in ("text", "long_text") or rng.random() < 0.15:
        return None
    values = [option.value for option in question.options]
    if question.type == "one_of":
        return rng.choice(values)
    if question.type == "some_of":
        return rng.sample(values, rng.randint(1, min(3, len(values))))
    if question.type == "days":
        return rng.sample(range(7), rng.randint(1, 7))
    if question.type == "grid":
        return {row.key: rng.choice(values) for row in question.rows if rng.random() < 0.8}
    whole = rng.randint(int(question.minimum), min(int(question.maximum), 2009))
    if question.maximum <= 200:
        whole = rng.choice([0, 1, 8, 15, 20, 30, 35, 37, 38, 40, whole])
    fits = min(whole, int(question.maximum))
    if question.whole or question.type == "year" or rng.random() < 0.5:
        return fits
    return min(fits + rng.choice([0.5, 0.3, 0.125]), question.maximum)


def slots(rng):
    """A week with a few runs in it, or an empty one."""
    week = ["."] * 336
    few = rng.sample(SYMBOLS, 6)
    for _ in range(rng.choice([0, 1, 6, 20])):
        start = rng.randrange(336)
        for place in range(start, min(start + rng.choice([1, 2, 5, 30]), 336)):
            week[place] = few[rng.randrange(6)] if rng.random() < 0.2 else few[start % 6]
    return "".join(week)


def make_return(instrument, seed):
    rng = random.Random(seed)
    given_answers = {q.key: answer(q, rng) for q in instrument.questions}
    codings = {
        derived.key: rng.choice([value.value for value in derived.values])
        for derived in instrument.derived
        if derived.kind == "coding" and rng.random() < 0.8
    }
    return with_values(instrument, settle(instrument, given_answers), codings, slots(rng))


def frame_of(instrument, returns):
    gathering = Gathering(instrument)
    gathering.add(
        [Row(one.slots, "." * 7, MONDAY, None, one.answers, one.codings) for one in returns]
    )
    return gathering.frame({})


def cells_of(result: Result) -> Cells:
    return {
        (panel.key, line.key, group.key): (figure.value, figure.base, figure.cases)
        for panel in result.panels
        for line in panel.lines
        for group, figure in zip(result.groups, line.figures, strict=True)
    }


def tables(frame):
    """The tables that are made of returns and that the instrument can have."""
    return [t for t in all_tables() if t.function != "agencies" and not available(t, frame)]


@pytest.mark.parametrize("name", instrument_names())
@settings(max_examples=5, phases=PHASES)
@given(seeds=seeds)
def test_tables_are_those_of_the_simple_implementation(name, seeds):
    instrument = load_instrument(name)
    returns = [make_return(instrument, seed) for seed in seeds]
    frame = frame_of(instrument, returns)

    for table in tables(frame):
        found = cells_of(compute(table, frame))
        assert found == table_of(table, instrument, returns), table.number


@settings(max_examples=3, phases=PHASES)
@given(seeds=seeds, luck=st.randoms(use_true_random=False))
def test_weighted_tables_are_those_of_the_simple_implementation(seeds, luck):
    instrument = load_instrument("2")
    returns = [replace(make_return(instrument, seed), weight=luck.randint(0, 9)) for seed in seeds]
    frame = frame_of(instrument, returns)
    weight = np.array([one.weight for one in returns], dtype=np.float64)
    frame = replace(frame, sample=replace(frame.sample, weight=weight))

    for table in tables(frame):
        result = compute(table, frame)
        expected = table_of(table, instrument, returns)
        for key, (value, base, cases) in cells_of(result).items():
            wanted = expected[key]
            assert (base, cases) == wanted[1:], (table.number, key)
            if wanted[0] is None or value is None:
                assert value == wanted[0], (table.number, key)
            else:
                assert float(value) == pytest.approx(float(wanted[0]), rel=NEAR), key


def test_tables_of_no_returns_have_no_shares():
    instrument = load_instrument("2009")
    frame = frame_of(instrument, [])

    for table in tables(frame):
        found = cells_of(compute(table, frame, spreads=True))
        assert found == table_of(table, instrument, []), table.number


def test_simple_implementation_counts_a_known_return():
    """The yardstick itself, by hand: two hours of D1 and a lunch on Monday morning."""
    instrument = load_instrument("2009")
    morning = "." * 18 + BY_CODE["D1"].symbol * 4 + BY_CODE["S9"].symbol
    week = morning.ljust(336, ".")
    one = with_values(instrument, {"setting": "la_children"}, {}, week)
    by_sector = next(table for table in all_tables() if table.number == "3.3")

    cells = table_of(by_sector, instrument, [one])

    assert cells["shares", "D", ("csd",)] == (Fraction(4, 5), 1, 1)
    assert cells["shares", "client_related", ("",)] == (Fraction(4, 5), 1, 1)
    assert cells["shares", "R", ("csd",)] == (Fraction(0), 1, 0)
    assert cells["shares", "D", ("dass",)] == (None, 0, 0)
    assert cells["bases", "hours", ("",)] == (Fraction(5, 2), 1, 1)
