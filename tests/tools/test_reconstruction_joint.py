"""How answers and time are put together, on small examples."""

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tools.reconstruction import background, groups, margins, published, texts, tilting, trading
from tools.reconstruction.activities import ACTIVITIES, CATEGORIES, NUMBER
from tools.reconstruction.nearest import ShareTarget, Target, fit
from tools.reconstruction.reach import reach
from tools.reconstruction.timetables import Column, comparisons


def column(printed: tuple[int, ...], members: list[bool]) -> Column:
    return Column("T", "Some", printed, sum(members), np.array(members), fixed=False)


# Tables of people


@pytest.fixture
def printed_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plain.tsv").write_text("Few\tMany\tTotal\n3\t5\t8\n38%\t62%\t100%\n")
    (tmp_path / "labelled.tsv").write_text("Cases\t0\t1-5\nPeople\t3\t5\n%\t38%\t62%\n")
    (tmp_path / "offer.tsv").write_text("Offer\tTotal\nDesk\t6\nPhone\t2\n")
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    return tmp_path


def test_tables_with_values_across_are_turned(printed_tables: Path) -> None:
    plain = published.read_across("plain", labelled=False)
    labelled = published.read_across("labelled", labelled=True)

    assert plain.rows["Many"] == {"Number": "5", "Percent": "62%"}
    assert labelled.rows["1-5"] == {"People": "5", "%": "62%"}


ALIKE = """
[[alike]]
with = [{ NAME = "desk", LABEL = "Desk" }, { NAME = "phone", LABEL = "Phone" }]
  [alike.variable]
  name = "has_NAME"
  also = ["no"]
  [[alike.variable.table]]
  file = "offer"
  by = "all"
  total = "Total"
  rows = { "LABEL" = "yes" }
"""


def test_alike_variables_are_declared_once(printed_tables: Path) -> None:
    declared = printed_tables / "declared.toml"
    declared.write_text(ALIKE)

    people, deviations = margins.assign_all(8, 1, [declared])

    assert Counter(people["has_desk"]) == {"yes": 6, "no": 2}
    assert Counter(people["has_phone"]) == {"yes": 2, "no": 6}
    assert deviations == []


def test_the_same_people_leave_questions_out() -> None:
    quiet = [0.9, 0.1, 0.8, 0.3]

    given = margins.dealt(["a", "unknown"], np.array([2, 2]), [2, 0, 1, 3], quiet, "unknown")

    assert given == {0: "unknown", 1: "a", 2: "unknown", 3: "a"}


def test_printed_shares_steer_who_has_which_value() -> None:
    # Ten people of two roles; five are content, and of the first role's four three fourths.
    target = Target(np.array([-1, -1]), np.zeros((2, 0)), np.array([5.0, 5.0]), np.zeros((2, 0)))
    share = ShareTarget(inside=(0,), part=(0,), base=(0, 1), printed=75.0)

    counts = fit(np.array([4, 6]), np.ones((2, 2), dtype=bool), [target], [share])

    assert counts.tolist() == [[3, 1], [2, 4]]


# Client groups


def small_people(size: int) -> margins.People:
    people = {f"group_{name}": ["no"] * size for name in groups.GROUPS}
    return people | {
        "sector": ["none"] * size,
        "side": ["adults"] * size,
        "groups_named": ["yes"] * size,
    }


def test_names_of_client_groups_keep_their_counts_and_go_together() -> None:
    people = small_people(12)
    for name in ("older", "carers", "mental_health", "adult_substance"):
        people[f"group_{name}"] = ["yes"] * 6 + ["no"] * 6
    namer = groups.Namer(people, random.Random(1))

    namer.settle(20_000)

    counts = Counter(name for names in namer.names for name in names)
    assert counts == dict.fromkeys(("older", "carers", "mental_health", "adult_substance"), 6)
    assert all(1 <= len(names) <= 3 for names in namer.names)
    # All six who named one of the two named both before.
    assert sum({"older", "adult_substance"} <= names for names in namer.names) <= 1


# Shares of time


def test_tilts_move_shares_inside_their_edges_and_keep_all_sums() -> None:
    expected = np.tile(np.array([25.0, 12.0, 13.0, 22.0, 2.0, 26.0]), (4, 1))
    lunches = np.zeros(4, dtype=np.int64)
    # Categories stand D, OA, IA, R, OIA, S; lines D, R, OA, IA, subtotal, OIA, S.
    printed = (30, 22, 12, 13, 77, 2, 21)
    columns = [column(printed, [True, True, False, False])]

    factors = tilting.tilts(expected, lunches, [np.arange(4)], columns, np.zeros((1, 7)))

    table = expected * factors
    assert table.sum(axis=1) == pytest.approx([100.0] * 4)
    assert table.sum(axis=0) == pytest.approx(expected.sum(axis=0))
    assert [round(share) for share in 100 * table[:2].sum(axis=0) / 200] == [30, 12, 13, 22, 2, 21]


def test_reach_is_what_no_weeks_can_better() -> None:
    # Two people of one sector: the column is both, 50% where 60% is printed.
    room, lunches = np.array([10, 10]), np.array([0, 0])
    totals = np.array([[10, 0, 0, 0, 0, 10]])
    columns = [column((60, 0, 0, 0, 60, 0, 40), [True, True])]

    found = reach(room, lunches, totals, [np.arange(2)], columns, 0.0)

    # 9.5 points beyond the edges of direct contact, of the subtotal and of sundry.
    assert found.total == pytest.approx(28.5, abs=1e-3)
    assert found.off[0] == pytest.approx([9.5, 0, 0, 0, 9.5, 0, 9.5], abs=1e-3)


def test_trades_bring_shares_nearer_and_move_no_sum() -> None:
    visit, desk = NUMBER["D3"], NUMBER["S7"]
    episodes = [[(desk, 2)] * 5, [(visit, 2)] * 5]
    columns = [column((40, 0, 0, 0, 40, 0, 60), [True, False])]
    lunches, may = np.zeros(2, dtype=np.int64), np.ones((2, len(ACTIVITIES)), dtype=bool)
    market = trading.Market(
        episodes, [np.arange(2)], columns, np.zeros((1, 7)), lunches, may, random.Random(1)
    )

    assert market.trade() == 2

    assert [Counter(hand) for hand in episodes] == [
        {(visit, 2): 2, (desk, 2): 3},
        {(visit, 2): 3, (desk, 2): 2},
    ]


def test_nobody_is_given_work_that_they_never_do() -> None:
    visit, desk = NUMBER["D3"], NUMBER["S7"]
    episodes = [[(desk, 2)] * 5, [(visit, 2)] * 5]
    columns = [column((40, 0, 0, 0, 40, 0, 60), [True, False])]
    may = np.ones((2, len(ACTIVITIES)), dtype=bool)
    may[0, visit] = False
    market = trading.Market(
        episodes,
        [np.arange(2)],
        columns,
        np.zeros((1, 7)),
        np.zeros(2, dtype=np.int64),
        may,
        random.Random(1),
    )

    assert market.trade(2_000) == 0


def test_comparisons_round_halves_up() -> None:
    half_hours = np.zeros((1, len(CATEGORIES)), dtype=np.int64)
    half_hours[0, [0, 5]] = [29, 171]

    found = comparisons([column((14, 0, 0, 0, 15, 0, 86), [True])], half_hours)

    assert [(own.line, own.printed, own.here) for own in found if own.here != own.printed] == [
        ("Direct contact", 14, 15)
    ]
    assert [own.off for own in found] == [0.0] * 7


# Single answers


def test_years_stay_in_their_band_and_below_what_is_possible() -> None:
    rng = random.Random(1)
    assert {background.years_in("1-3", 2.0, rng) for _ in range(200)} == {1.0, 1.5, 2.0}
    assert {background.years_in("0", 0.5, rng) for _ in range(50)} == {0.25, 0.5}


def test_year_of_qualification_leaves_time_for_practice_and_youth() -> None:
    rng = random.Random(1)
    years = {background.qualified_year("2000", "7-10", "25_29", rng) for _ in range(200)}
    assert years == {2001, 2002}


@pytest.mark.parametrize(
    ("key", "row", "box"),
    [
        ("average_week_details", {"average_week": "no"}, "average_week_details"),
        ("average_week_details", {"average_week": "yes"}, ""),
        ("ethnicity_details", {"ethnicity": "mixed_other"}, "ethnicity_mixed_other_details"),
        ("ethnicity_details", {"ethnicity": "arab"}, ""),
        ("enjoys", {"satisfaction": "neither"}, "enjoys"),
        ("enjoys", {}, ""),
    ],
)
def test_texts_go_only_into_open_boxes(key: str, row: dict[str, str], box: str) -> None:
    assert texts.box_of(key, row) == box
