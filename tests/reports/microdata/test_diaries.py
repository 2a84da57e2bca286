import random

import numpy as np
import pytest

from diary import timeline
from diary.classification import ACTIVITIES, BY_SYMBOL
from reports.microdata.diaries import UnknownSymbol, read_diaries
from tests.reports.microdata.made import random_week

RNG = random.Random(336)
WEEKS = [timeline.EMPTY_WEEK, ACTIVITIES[0].symbol * 336, *(random_week(RNG) for _ in range(40))]


@pytest.fixture(scope="module")
def diaries():
    return read_diaries(as_array(WEEKS))


def as_array(weeks):
    cells = np.frombuffer("".join(weeks).encode(), dtype=np.uint8)
    return cells.reshape(-1, timeline.SLOTS_PER_WEEK)


def test_episodes_are_those_of_each_day(diaries):
    found = diaries.episodes()

    expected = [
        (row, day, episode.start, episode.end, BY_SYMBOL[episode.symbol].code)
        for row, week in enumerate(WEEKS)
        for day in range(7)
        for episode in timeline.episodes(timeline.day_of(week, day))
    ]
    codes = [diaries.values[code - 1][0] for code in found.code]
    assert list(zip(found.row, found.day, found.start, found.end, codes, strict=True)) == expected


def test_spells_go_on_past_midnight(diaries):
    row, first, last, code = diaries.spells()

    expected = [
        (number, episode.start + 1, episode.end, BY_SYMBOL[episode.symbol].code)
        for number, week in enumerate(WEEKS)
        for episode in timeline.episodes(week)
    ]
    codes = [diaries.values[own - 1][0] for own in code]
    assert list(zip(row, first, last, codes, strict=True)) == expected


def test_totals_by_category_are_the_weeks_own(diaries):
    totals = diaries.by_category().totals

    assert totals.tolist() == [
        list(timeline.half_hours_by_category(week).values()) for week in WEEKS
    ]
    assert totals.sum(axis=1).tolist() == diaries.totals.sum(axis=1).tolist()


def test_unknown_symbol_is_refused():
    with pytest.raises(UnknownSymbol):
        read_diaries(as_array(["!" + timeline.EMPTY_WEEK[1:]]))
