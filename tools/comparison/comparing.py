"""Sets our figures beside the printed ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reports.figures.counting import compute
from reports.figures.frame import Bools, Frame
from reports.figures.loading import all_tables
from reports.figures.results import Figure, Group, Result
from tools.comparison.printed import Layout, Printed, figures_of, layouts

BELOW_ONE = "<1%"
RESPONDENTS = "respondents"


@dataclass(frozen=True)
class Compared:
    """A printed figure beside ours; `column` is ours in words, `exact` ours before rounding."""

    printed: Printed
    column: str
    here: str
    exact: Fraction | None

    @property
    def is_same(self) -> bool:
        return self.printed.text == self.here


def compare_all(frame: Frame, keep: Bools | None = None) -> list[Compared]:
    """Every printed figure beside ours of a frame, in the order of our tables."""
    printed = {layout.number: layout for layout in layouts()}
    return [
        compared
        for table in all_tables()
        if table.number in printed
        for compared in compare(printed[table.number], compute(table, frame, keep=keep))
    ]


def compare(layout: Layout, result: Result) -> Iterator[Compared]:
    """Every figure of one printed table beside ours."""
    panels = {panel.key: {line.key: line for line in panel.lines} for panel in result.panels}
    first = [line.key for line in result.panels[0].lines if line.of == () or "shares" in panels]
    shares = "shares" if "shares" in panels else "percentages"
    keys = [*first, RESPONDENTS] if "shares" in panels and layout.number != "C1" else first
    places = {_name(group): place for place, group in enumerate(result.groups)}

    labels = {_name(group): ", ".join(filter(None, group.labels)) for group in result.groups}

    def figure(panel: str, line: str, column: str) -> Figure:
        return panels[panel][line].figures[places[column]]

    for printed in figures_of(layout, keys):
        if printed.lines == (RESPONDENTS,):
            panel = "bases"
        else:
            panel = printed.panel or (shares if _is_percentage(printed.text) else "")
            panel = panel or ("numbers" if "numbers" in panels else shares)
        parts = [figure(panel, line, printed.column) for line in printed.lines]
        label = labels[printed.column]
        if any(part.value is None for part in parts):
            yield Compared(printed, label, "-", None)
            continue
        value = sum((Fraction(part.value or 0) for part in parts), Fraction(0))
        if printed.is_rest:
            label = f"{label}: the rest"
            value = result.groups[places[printed.column]].respondents - value
        yield Compared(printed, label, shown(printed.text, value), value)


def shown(printed: str, value: Fraction) -> str:
    """Our value, rounded as the printed one is: to as many places, halves up."""
    if printed == "-":
        return "-" if value == 0 else str(value)
    if not _is_percentage(printed):
        return str(_rounded(value, 0))
    if printed == BELOW_ONE and 0 < value < Fraction(1, 100):
        return BELOW_ONE
    places = len(printed.rstrip("%").partition(".")[2])
    return f"{_rounded(100 * value, places)}%"


def _rounded(value: Fraction, places: int) -> str:
    """A number to some places, halves up, as it is printed."""
    scaled = (2 * value * 10**places + 1) // 2
    return f"{scaled / 10**places:.{places}f}"


def _is_percentage(text: str) -> bool:
    return text.endswith("%")


def _name(group: Group) -> str:
    return "all" if group.is_total else "/".join(group.key)
