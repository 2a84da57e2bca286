"""What is stored of computed tables comes back as it was."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures.loading import all_tables
from reports.figures.results import Figure, Group, Line, Mark, Measure, Panel, Result, Spread
from reports.pages.stored import Unreadable, from_json, to_json
from tests.reports.figures_made import make_group, make_panel, make_result, share

floats = st.floats(allow_nan=True, allow_infinity=True)
counts = st.integers(min_value=0, max_value=10**9)
texts = st.text(max_size=12)
labels = st.lists(texts, min_size=1, max_size=3).map(tuple)
spreads = st.builds(Spread, floats, floats, floats, floats, counts)
values = st.none() | counts | st.fractions() | floats
figures = st.builds(
    Figure,
    st.sampled_from(Measure),
    values,
    counts,
    counts,
    counts,
    counts,
    st.none() | spreads,
    st.none() | st.sampled_from(Mark),
)
lines = st.builds(
    Line,
    texts,
    labels,
    st.lists(figures, max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
    st.lists(texts, max_size=2).map(tuple),
)
panels = st.builds(Panel, texts, texts, st.lists(lines, max_size=3).map(tuple))
groups = st.builds(Group, labels, labels, counts, st.booleans())
results = st.builds(
    Result,
    st.sampled_from(all_tables()),
    st.lists(groups, max_size=3).map(tuple),
    st.lists(panels, max_size=2).map(tuple),
    counts,
)


@settings(max_examples=40)
@given(st.lists(results, max_size=2))
def test_results_come_back_as_they_were(made):
    # The text of a dataclass tells 3 from 3.0 and from Fraction(3, 1), and takes nan for itself.
    assert repr(from_json(to_json(made), all_tables())) == repr(made)


def test_same_results_give_the_same_bytes():
    table = all_tables()[0]
    made = make_result([make_panel("shares", {"A": [share(1, 3)]})], [make_group("All")], table)

    assert to_json([made]) == to_json([made])


def test_figure_that_is_not_there_is_told_from_one_that_is_no_number():
    table = all_tables()[0]
    row = [Figure(Measure.MEAN, None, 0, 0), Figure(Measure.MEAN, math.nan, 0, 0)]
    groups = [make_group("A"), make_group("B")]

    (found,) = from_json(
        to_json([make_result([make_panel("means", {"A": row})], groups, table)]), all_tables()
    )

    assert [str(figure.value) for figure in found.figures] == ["None", "nan"]


@pytest.mark.parametrize(
    "damaged",
    [b"", b"no gzip", to_json([])[:-6], to_json([]).replace(b"\x1f", b"\x1e", 1)],
    ids=["empty", "no gzip", "cut off", "changed"],
)
def test_damaged_file_is_unreadable(damaged):
    with pytest.raises(Unreadable):
        from_json(damaged, all_tables())


def test_table_that_is_declared_no_more_is_unreadable():
    kept = to_json([make_result([], [])])  # "time-by-category" is declared nowhere

    with pytest.raises(Unreadable):
        from_json(kept, all_tables())
