"""The tables as they go out: hidden figures gone, the others rounded and flagged."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from reports.figures.results import (
    Figure,
    Group,
    Line,
    Mark,
    Measure,
    Number,
    Panel,
    Result,
    Spread,
)

# Decimal places of what is released; a fraction's third is a tenth of a per cent.
PLACES = {
    Measure.PERCENT: 3,
    Measure.SHARE: 3,
    Measure.HOURS: 0,
    Measure.MEAN_HOURS: 1,
    Measure.MEAN: 1,
    Measure.EPISODES: 1,
}
SPREAD_PLACES = 1  # more for a design effect than for its figure
ROUNDED = (
    "Percentages are released to one decimal place, hours to whole hours, and means to one "
    "decimal place, so that nobody's answers can be worked out from exact figures."
)


def release(
    result: Result,
    is_hidden: Callable[[int, int, int], bool],
    is_base_hidden: Callable[[int], bool],
    *,
    is_whole_hidden: bool,
    low_base: int,
) -> Result:
    """A table as it is released. `is_hidden` takes places of panel, line and group, and
    `is_base_hidden` of a group: then its number of respondents is 0."""
    hidden_bases = [is_base_hidden(place) for place in range(len(result.groups))]

    def line(p: int, n: int, own: Line) -> Line:
        figures = tuple(
            _hidden(figure)
            if is_hidden(p, n, g)
            else _released(figure, low_base=low_base, base_hidden=hidden_bases[g])
            for g, figure in enumerate(own.figures)
        )
        return replace(own, figures=figures)

    return replace(
        result,
        groups=tuple(
            _group(group, hidden) for group, hidden in zip(result.groups, hidden_bases, strict=True)
        ),
        panels=tuple(
            Panel(own.key, own.title, tuple(line(p, n, x) for n, x in enumerate(own.lines)))
            for p, own in enumerate(result.panels)
        ),
        counted=0 if is_whole_hidden else result.counted,
    )


def _group(group: Group, is_hidden: bool) -> Group:
    return replace(group, respondents=0) if is_hidden else group


def _hidden(figure: Figure) -> Figure:
    return Figure(figure.measure, None, base=0, cases=0, mark=Mark.CONFIDENTIAL)


def _released(figure: Figure, *, low_base: int, base_hidden: bool) -> Figure:
    """A figure that is shown: nothing of it is exact but counts."""
    if figure.measure is Measure.AUTHORITIES:
        return figure
    is_low = 0 < figure.base < low_base and figure.value is not None
    mark = Mark.LOW if is_low and figure.mark in (None, Mark.UNRELIABLE) else figure.mark
    if figure.measure is Measure.RESPONDENTS:
        return figure._replace(base=0 if base_hidden else figure.base, mark=mark)
    places = PLACES[figure.measure]
    return Figure(
        figure.measure,
        _rounded(figure.value, places),
        base=0 if base_hidden else figure.base,
        cases=0,
        spread=_rounded_spread(figure.spread, places),
        mark=mark,
    )


def _rounded(value: Number | None, places: int) -> Number | None:
    """Rounded half up, and of the same type."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return round(value, places)
    unit = 10**places
    return Fraction((value * unit + Fraction(1, 2)).__floor__(), unit)


def _rounded_spread(spread: Spread | None, places: int) -> Spread | None:
    if spread is None:
        return None
    return Spread(
        error=round(spread.error, places),
        lower=round(spread.lower, places),
        upper=round(spread.upper, places),
        deff=round(spread.deff, SPREAD_PLACES),
        df=spread.df,
    )
