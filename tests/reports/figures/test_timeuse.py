"""Time use beside a second, deliberately simple count of the same weeks."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary import timeline
from diary.classification import ACTIVITIES, BLANK, BY_CODE, BY_SYMBOL, CATEGORIES
from diary.timeline import DAYS, SLOTS_PER_DAY
from reports.figures import frame as frame_module
from reports.figures import timeuse
from reports.figures.frame import Frame, Sample, UnknownSymbol
from surveys.demo.source import demo_returns

CODES = [activity.code for activity in ACTIVITIES]
GROUPS = [category.code for category in CATEGORIES]
S9, D1, D2 = (BY_CODE[code].symbol for code in ("S9", "D1", "D2"))
ROWS = {"activity": timeuse.EACH_ACTIVITY, "category": timeuse.EACH_CATEGORY}
# Runs of a few activities and blanks, over midnight too; an odd half hour here and there.
RUNS = st.lists(
    st.tuples(
        st.sampled_from(BLANK * 3 + "".join(a.symbol for a in ACTIVITIES)), st.integers(1, 60)
    ),
    min_size=1,
    max_size=25,
)
FEW = settings(max_examples=30)  # each counts whole weeks in plain Python
WEEKS = RUNS.map(lambda runs: ("".join(s * n for s, n in runs) * 336)[:336])


def frame_of(weeks, numbers=None):
    n = len(weeks)
    return Frame(
        slots=np.frombuffer("".join(weeks).encode(), dtype=np.uint8).reshape(n, 336),
        statuses=np.zeros((n, 7), dtype=np.uint8),
        variables={},
        numbers=numbers or {},
        sample=Sample(np.arange(n, dtype=np.int32), np.zeros(n, dtype=np.int32)),
    )


def at(time, symbols):
    """A week with one block, on Monday from a time like "8:30"."""
    hour, minute = map(int, time.split(":"))
    start = hour * 2 + minute // 30
    return timeline.EMPTY_WEEK[:start] + symbols + timeline.EMPTY_WEEK[start + len(symbols) :]


def row_of(symbol, by):
    activity = BY_SYMBOL[symbol]
    return CODES.index(activity.code) if by == "activity" else GROUPS.index(activity.category.code)


def tallied(counts, by):
    return [counts[row] for row in range(len(ROWS[by]))]


def tempogram_of(counts, by):
    """Counts by group, time and row as lists, of two groups."""
    return [
        [[counts[g, time, row] for row in range(len(ROWS[by]))] for time in range(SLOTS_PER_DAY)]
        for g in range(2)
    ]


@pytest.mark.parametrize("by", ROWS)
@FEW
@given(weeks=st.lists(WEEKS, min_size=1, max_size=4))
def test_half_hours_days_and_episodes_are_those_of_a_simple_count(by, weeks):
    frame = frame_of(weeks)

    for number, week in enumerate(weeks):
        filled = [(place, row_of(s, by)) for place, s in enumerate(week) if s != BLANK]
        hours = Counter(row for _, row in filled)
        days = Counter(row for _, row in {(place // SLOTS_PER_DAY, row) for place, row in filled})
        runs = Counter(row_of(episode.symbol, by) for episode in timeline.episodes(week))
        assert timeuse.half_hours(frame, ROWS[by])[number].tolist() == tallied(hours, by)
        assert timeuse.took_part(frame, ROWS[by])[number].tolist() == [
            bool(own) for own in tallied(hours, by)
        ]
        assert timeuse.days_with(frame, ROWS[by])[number].tolist() == tallied(days, by)
        assert timeuse.episodes(frame, ROWS[by])[number].tolist() == tallied(runs, by)


@FEW
@given(weeks=st.lists(WEEKS, min_size=1, max_size=4))
def test_hours_of_a_week_are_those_of_a_simple_count(weeks):
    frame = frame_of(weeks)

    by_day = [[timeline.day_of(week, day) for day in range(DAYS)] for week in weeks]
    assert timeuse.days_recorded(frame).tolist() == [
        sum(timeline.half_hours(day) > 0 for day in days) for days in by_day
    ]
    assert timeuse.without_breaks(frame).tolist() == [
        timeline.half_hours(week.replace(S9, BLANK)) for week in weeks
    ]
    assert timeuse.weekend(frame).tolist() == [
        timeline.half_hours(days[5]) + timeline.half_hours(days[6]) for days in by_day
    ]
    assert timeuse.early_or_late(frame).tolist() == [
        any(timeline.half_hours(d[:17]) >= 2 or timeline.half_hours(d[39:]) >= 2 for d in days)
        for days in by_day
    ]


@pytest.mark.parametrize("by", ROWS)
@FEW
@given(
    people=st.lists(st.tuples(WEEKS, st.integers(-1, 1), st.booleans()), min_size=1, max_size=4),
    days=st.sampled_from([timeuse.MONDAY_TO_FRIDAY, timeuse.ALL_DAYS, (6,)]),
)
def test_tempogram_is_that_of_a_simple_count(by, people, days):
    weeks, groups, kept = zip(*people, strict=True)

    where = {
        "days": days,
        "domains": np.array(groups),
        "groups": 2,
        "keep": np.array(kept),
    }
    found = timeuse.tempogram(frame_of(weeks), ROWS[by], **where)
    seen = timeuse.tempogram_people(frame_of(weeks), ROWS[by], **where)

    times = [
        (group, time, row_of(timeline.day_of(week, day)[time], by), person)
        for person, (week, group, keep) in enumerate(people)
        if keep and group >= 0
        for day in days
        for time in range(SLOTS_PER_DAY)
        if timeline.day_of(week, day)[time] != BLANK
    ]
    assert found.tolist() == tempogram_of(Counter(cell[:3] for cell in times), by)
    assert seen.tolist() == tempogram_of(Counter(cell[:3] for cell in set(times)), by)


def test_tempogram_of_weighted_returns_counts_their_weights():
    frame = frame_of([at("9:00", D1), at("9:00", D1), at("9:00", D2)])

    found = timeuse.tempogram(frame, timeuse.EACH_ACTIVITY, weight=np.array([1.5, 2.0, 0.25]))

    assert found.shape == (1, 48, 40)
    assert {place: found[place] for place in zip(*map(list, np.nonzero(found)), strict=True)} == {
        (0, 18, CODES.index("D1")): 3.5,
        (0, 18, CODES.index("D2")): 0.25,
    }


def test_counting_goes_over_the_edges_of_blocks(monkeypatch):
    weeks = [at("9:00", D1 * n) for n in range(1, 8)]
    monkeypatch.setattr(frame_module, "BLOCK", 3)

    frame = frame_of(weeks)

    assert timeuse.episodes(frame)[:, CODES.index("D1")].tolist() == [1] * 7
    assert timeuse.days_with(frame)[:, CODES.index("D1")].tolist() == [1] * 7
    assert timeuse.tempogram(frame)[0, 18:26, GROUPS.index("D")].tolist() == [
        7, 6, 5, 4, 3, 2, 1, 0,
    ]  # fmt: skip


def test_episode_goes_on_over_midnight_and_ends_with_its_activity():
    frame = frame_of([at("23:00", D1 * 4 + D2)])

    activities = timeuse.episodes(frame)[0]
    assert {CODES[n]: activities[n] for n in np.flatnonzero(activities)} == {"D1": 1, "D2": 1}
    assert timeuse.episodes(frame, timeuse.EACH_CATEGORY)[0].tolist() == [2, 0, 0, 0, 0, 0]
    assert timeuse.days_with(frame, timeuse.EACH_CATEGORY)[0].tolist() == [2, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("week", "is_early_or_late"),
    [
        (at("7:30", D1 * 2), True),
        (at("8:00", D1 * 2), False),
        (at("8:30", D1 * 20), False),
        (at("19:00", D1 * 2), False),
        (at("19:30", D1 + BLANK * 4 + D2), True),
        (at("23:30", D1 * 2), False),  # half an hour of one night, half of the next morning
        (at("7:00", D1 + BLANK * 30 + D1), False),  # half an hour on either side
    ],
)
def test_early_or_late_is_an_hour_on_one_side_of_one_day(week, is_early_or_late):
    assert timeuse.early_or_late(frame_of([week])).tolist() == [is_early_or_late]


def test_over_contract_leaves_out_who_did_not_say():
    extra = np.array([0.5, 0.0, -1.0, np.nan])

    over, known = timeuse.over_contract(frame_of([timeline.EMPTY_WEEK] * 4, {"extra_hours": extra}))

    assert over.tolist() == [True, False, False, False]
    assert known.tolist() == [True, True, True, False]


def test_unknown_symbols_are_refused():
    frame = frame_of([at("9:00", "~")])

    for count in (timeuse.episodes, timeuse.days_with, timeuse.tempogram, timeuse.half_hours):
        with pytest.raises(UnknownSymbol):
            count(frame)


def test_demonstration_has_the_out_of_hours_work_of_section_3_2():
    frame = frame_of([one.slots for one in demo_returns()])

    at_weekends = timeuse.weekend(frame)
    assert np.count_nonzero(at_weekends) == 83
    assert round(at_weekends.sum() / 2 / 83) == 12
    assert np.count_nonzero(timeuse.early_or_late(frame)) == 408
