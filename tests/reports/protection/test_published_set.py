"""The real tables of the demonstration round, protected as they are published."""

from collections.abc import Iterator

import pytest

from reports.figures.counting import available, compute
from reports.figures.loading import all_tables
from reports.figures.results import Figure, Mark, Measure, Result
from reports.protection import protect
from reports.protection.adding_up import relations
from reports.protection.reading import read
from reports.protection.structure import structure_of
from surveys.instruments import load_instrument

MINIMUM = 5


@pytest.fixture(scope="module")
def computed(demonstration) -> list[Result]:
    """Without tempograms, which are a third of all figures and take as long."""
    return [
        compute(own, demonstration)
        for own in all_tables()
        if own.is_published
        and "tempogram" not in own.function
        and not available(own, demonstration)
    ]


@pytest.fixture(scope="module")
def published(computed) -> list[Result]:
    instrument = load_instrument("2009")
    return protect(computed, minimum_cell=MINIMUM, low_base=30, instrument=instrument)


def hidden(figure: Figure) -> bool:
    return figure.mark is Mark.CONFIDENTIAL


def lines_that_add_up(result: Result) -> Iterator[list[Figure]]:
    """Rows and columns of a table of counts, each with its total."""
    numbers = [line for line in result.panels[0].lines if not line.is_subtotal]
    if result.groups[-1].is_total and len(result.groups) > 1:
        yield from (list(line.figures) for line in numbers)
    yield from (list(column) for column in zip(*(line.figures for line in numbers), strict=True))


def test_published_set_shows_no_number_of_few(published):
    shown = {f.value for r in published for f in r.figures if f.measure is Measure.RESPONDENTS}

    assert shown.isdisjoint(range(1, MINIMUM))
    assert {None, 0, 1153} < shown


def test_published_set_has_no_figure_that_its_row_or_column_gives_away(published):
    counts = [result for result in published if result.table.kind == "counts"]

    alone = [
        result.table.name
        for result in counts
        for figures in lines_that_add_up(result)
        if sum(map(hidden, figures)) == 1
    ]

    assert len(counts) > 40
    assert alone == []


def test_published_set_shows_the_respondents_of_every_sector(computed, published):
    for was, now in zip(computed, published, strict=True):
        if was.table.columns == ("sector",) and not was.table.filter:
            assert now.groups == was.groups


def test_published_set_shows_most_figures(published):
    figures = [figure for result in published for figure in result.figures]

    assert sum(map(hidden, figures)) < 0.3 * len(figures)


def test_published_set_adds_up_as_its_variables_are_declared(computed):
    """What values are parts of is said in words, and the numbers bear it out."""
    reading = read(computed, structure_of(load_instrument("2009")), MINIMUM)

    found = relations(reading)

    told_twice = [quantity.key for quantity in reading.quantities if " = " in quantity.key[0]]
    values = [quantity.value for quantity in reading.quantities]
    assert told_twice == []
    assert len(found) > 1_000
    for one in found:
        assert values[one.whole] == sum(values[part] for part in one.parts)
