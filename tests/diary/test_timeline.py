"""Pure half-hour arithmetic."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from diary import timeline
from diary.classification import BY_SYMBOL, SYMBOLS
from diary.timeline import Conflict, Edit, Episode

CELLS = "." + "".join(sorted(SYMBOLS))
slot_strings = st.text(alphabet=CELLS, max_size=timeline.SLOTS_PER_WEEK)
weeks = st.text(alphabet=CELLS, min_size=timeline.SLOTS_PER_WEEK, max_size=timeline.SLOTS_PER_WEEK)


def test_clock_names_the_start_of_a_half_hour():
    assert [timeline.clock(slot) for slot in (0, 1, 17, 47, 48)] == [
        "00:00", "00:30", "08:30", "23:30", "24:00",
    ]  # fmt: skip


def test_hours_are_written_as_people_say_them():
    assert [timeline.as_hours(n) for n in (0, 1, 2, 15, 16)] == ["0", "½", "1", "7½", "8"]


def test_episodes_are_runs_of_one_activity():
    assert timeline.episodes("..AAB.BB") == [
        Episode(2, 2, "A"), Episode(4, 1, "B"), Episode(6, 2, "B"),
    ]  # fmt: skip


@given(slot_strings)
def test_episodes_laid_out_again_are_the_slots(slots):
    cells = ["."] * len(slots)
    for episode in timeline.episodes(slots):
        cells[episode.start : episode.end] = episode.symbol * episode.length

    assert "".join(cells) == slots


@given(slot_strings)
def test_neighbouring_episodes_never_share_an_activity(slots):
    found = timeline.episodes(slots)

    touching = [(a, b) for a, b in pairwise(found) if a.end == b.start and a.symbol == b.symbol]
    assert touching == []


@given(weeks)
def test_categories_add_up_to_the_filled_half_hours(slots):
    by_category = timeline.half_hours_by_category(slots)

    assert sum(by_category.values()) == timeline.half_hours(slots)
    simple = dict.fromkeys(by_category, 0)
    for symbol in slots:
        if symbol != ".":
            simple[BY_SYMBOL[symbol].category.code] += 1
    assert by_category == simple


@given(weeks)
def test_days_laid_end_to_end_are_the_week(slots):
    assert "".join(timeline.day_of(slots, day) for day in range(7)) == slots


@given(weeks, weeks)
def test_edits_between_two_weeks_turn_one_into_the_other_without_conflict(before, after):
    assert timeline.merge(before, timeline.edits_between(before, after)) == (after, [])


@given(weeks, weeks)
def test_merging_the_same_edits_twice_changes_nothing_more(before, after):
    edits = timeline.edits_between(before, after)
    once, _ = timeline.merge(before, edits)

    assert timeline.merge(once, edits) == (once, [])


def test_merge_lets_the_later_arrival_win_and_tells_what_it_replaced():
    merged, conflicts = timeline.merge("A.C", [Edit(0, "B", "D"), Edit(1, ".", "E")])

    assert merged == "DEC"
    assert conflicts == [Conflict(0, was="A", now="D")]


@given(weeks, weeks, weeks)
def test_merging_two_devices_touches_only_what_each_changed(base, one, two):
    merged, _ = timeline.merge(base, timeline.edits_between(base, one))
    merged, _ = timeline.merge(merged, timeline.edits_between(base, two))

    expected = "".join(b if b != start else a for start, a, b in zip(base, one, two, strict=True))
    assert merged == expected
