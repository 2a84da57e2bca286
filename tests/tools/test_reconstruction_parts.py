"""The parts of the reconstruction on small examples."""

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tools.reconstruction import agencies, margins, published, shares, writing
from tools.reconstruction.activities import ACTIVITIES, LUNCH, NUMBER
from tools.reconstruction.arranging import Line, chains_of, diary
from tools.reconstruction.clock import Week
from tools.reconstruction.dealing import cut, deal_sector
from tools.reconstruction.nearest import nearest_table

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("598 [52%]", 598),
        ("41/15%", 41),
        ("195 /27%", 195),
        ("4 **", 4),
        ("1*", 1),
        ("-", 0),
        ("", 0),
        ("0", 0),
        ("30 [[3%]", 30),
        ("9 [<1%]", 9),
        ("2%", None),
        ("22%", None),
    ],
)
def test_count_reads_printed_cells(text: str, expected: int | None) -> None:
    assert published.count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("598 [52%]", 52),
        ("41/15%", 15),
        ("21/ 7%", 7),
        ("9 [<1%]", None),
        ("12", None),
    ],
)
def test_percentage_reads_printed_cells(text: str, expected: int | None) -> None:
    assert published.percentage(text) == expected


def test_percentages_round_half_up() -> None:
    assert published.rounded(145, 200) == 73
    assert published.rounded(1449, 2000) == 72
    assert published.rounded(1, 200) == 1


def test_a_consistent_table_comes_out_untouched() -> None:
    table = np.array([[3.0, 5.0], [0.0, 2.0], [7.0, 1.0]])
    found = nearest_table(table, table.sum(axis=1), np.array([10, 8]))
    assert (found == table).all()


def test_as_few_cells_as_possible_change() -> None:
    # The first column has one person too many; one cell and no row total need change.
    table = np.array([[4.0, 5.0], [0.0, 2.0], [7.0, 1.0]])
    found = nearest_table(table, np.array([8.0, 2.0, 8.0]), np.array([10, 8]))
    assert (found == [[3, 5], [0, 2], [7, 1]]).all()


def test_lighter_cells_change_first() -> None:
    table = np.array([[4.0, 6.0], [6.0, 3.0]])
    weights = np.array([[1.0, 1.0], [1.0, 0.5]])
    found = nearest_table(table, np.array([np.nan, np.nan]), np.array([10, 10]), weights)
    assert (found == [[4, 6], [6, 4]]).all()


def test_missing_cells_are_filled_from_the_totals() -> None:
    table = np.array([[4.0, np.nan], [6.0, np.nan]])
    found = nearest_table(table, np.array([7.0, 10.0]), np.array([10, 7]))
    assert (found == [[4, 3], [6, 4]]).all()


DECLARATION = """
[[variable]]
name = "sector"
  [[variable.table]]
  file = "T1"
  by = "all"
  total = "Number"
  rows = { "One" = "one", "Two" = "two" }

[[variable]]
name = "age"
  [[variable.table]]
  file = "T2"
  by = "sector"
  total = "Total"
  rows = { "Under 40" = "young", "40-59" = "old", "60 and over" = "old" }
  columns = { one = "First", two = "Second" }

[[variable]]
name = "years"
  [[variable.table]]
  file = "T3"
  by = "sector"
  rows = { "Few" = "few", "Many" = "many" }
  columns = { one = "First", two = "Second" }
  reason = "Adds up to one too many."
  [[variable.rule]]
  when = { age = ["young"] }
  values = ["few"]
"""
TABLES = {
    "T1": "Sector\tNumber\nOne\t6 [60%]\nTwo\t4 [40%]\nTotal\t10\n",
    "T2": "Age\tFirst\tSecond\tTotal\nUnder 40\t3\t1\t4\n40-59\t2\t2\t4\n60 and over\t1\t1\t2\n",
    "T3": "Years\tFirst\tSecond\nFew\t4\t3\nMany\t3\t1\n",
}


@pytest.fixture
def small_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for number, text in TABLES.items():
        (tmp_path / f"{number}.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    declaration = tmp_path / "variables.toml"
    declaration.write_text(DECLARATION, encoding="utf-8")
    return declaration


def test_a_variable_is_added_by_its_table(small_survey: Path) -> None:
    people, _ = margins.assign_all(10, 1, [small_survey])
    assert Counter(zip(people["sector"], people["age"], strict=True)) == {
        ("one", "young"): 3,
        ("one", "old"): 3,
        ("two", "young"): 1,
        ("two", "old"): 3,
    }


def test_rules_on_earlier_variables_hold(small_survey: Path) -> None:
    people, _ = margins.assign_all(10, 1, [small_survey])
    pairs = Counter(zip(people["age"], people["years"], strict=True))
    assert pairs[("young", "many")] == 0
    assert Counter(people["years"]).total() == 10


def test_what_cannot_be_met_is_reported(small_survey: Path) -> None:
    _, deviations = margins.assign_all(10, 1, [small_survey])
    assert [(item.table, item.column, item.reason) for item in deviations] == [
        ("T3", "one", "Adds up to one too many."),
    ]


def test_assignment_repeats(small_survey: Path) -> None:
    assert margins.assign_all(10, 1, [small_survey]) == margins.assign_all(10, 1, [small_survey])


def test_four_cells_of_the_share_tables_cannot_be_met() -> None:
    totals = np.array([55000, 21000, 1900, 8700, 670])
    lunches = np.array([2750, 1240, 78, 356, 21])
    cells = shares.printed_cells()
    unmet = {
        (cells[place].row, cells[place].column)
        for place in shares.unmet_cells(cells, totals, lunches)
    }
    assert unmet == {("OIA1", 1), ("OIA1", 2), ("OIA1", 4), (shares.SUBTOTAL, 5)}


def test_episodes_add_up_to_the_half_hours() -> None:
    rng = random.Random(1)
    for activity in range(len(ACTIVITIES)):
        episodes = cut(activity, 101, rng)
        assert sum(length for _, length in episodes) == 101
        assert {length for _, length in episodes[:-1]} <= set(ACTIVITIES[activity].lengths)


def test_dealing_is_exact_by_activity_and_person() -> None:
    rng = random.Random(2)
    half_hours = np.array([rng.randrange(5, 30) for _ in ACTIVITIES])
    half_hours[LUNCH] = 0
    total = int(half_hours.sum())
    room = np.array([total // 8] * 7 + [total - 7 * (total // 8)])
    strengths = np.ones((8, len(ACTIVITIES)))
    dealt = deal_sector(half_hours, room, strengths, rng)
    assert [sum(length for _, length in hand) for hand in dealt] == room.tolist()
    by_activity: Counter[int] = Counter()
    for hand in dealt:
        for activity, length in hand:
            by_activity[activity] += length
    assert all(by_activity[number] == times for number, times in enumerate(half_hours))


def test_journeys_join_what_they_lead_to() -> None:
    travel, visit, desk = NUMBER["D12"], NUMBER["D3"], NUMBER["R4"]
    chains = chains_of([(travel, 1), (desk, 2), (visit, 3), (travel, 1)], random.Random(3))
    assert sorted(chains, key=len) == [[(desk, 2)], [(travel, 1), (visit, 3), (travel, 1)]]


def test_a_diary_holds_its_episodes_and_lunch() -> None:
    week = Week("WNNNNNN", work=[18, 19, 20, 21, 22, 23, 25, 26, 27], lunch=[24])
    episodes = [(NUMBER["D3"], 3), (NUMBER["R1"], 2), (NUMBER["S7"], 4)]
    slots = diary(episodes, week, random.Random(4))
    assert Counter(slots) == {".": 326, "C": 3, "a": 2, "6": 4, "8": 1}
    assert slots[24] == "8"


def test_a_chain_cut_by_a_night_costs_more_than_one_that_is_not() -> None:
    week = Week("WWNNNNN", work=[20, 21, 22, 68, 69, 70])
    line = Line(week)
    whole = [[(NUMBER["D3"], 3)], [(NUMBER["D1"], 3)]]
    cut_up = [[(NUMBER["OA3"], 1)], [(NUMBER["D3"], 3)], [(NUMBER["D11"], 2)]]
    assert line.cost(whole) < line.cost(cut_up)


def test_stored_agencies_are_what_the_script_makes(tmp_path: Path) -> None:
    people, _ = margins.assign_all(1153, 2009, margins.DECLARATIONS[:1])
    writing.write_agencies(tmp_path, agencies.add_agencies(people, 2009))
    for name in ("agencies.csv", "open_links.csv"):
        stored = (TOP / "surveys" / "demo" / name).read_bytes()
        assert (tmp_path / name).read_bytes() == stored
