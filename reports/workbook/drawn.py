"""The cells that a chart is drawn from: where a table's figures and their names stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname

from reports.figures.results import Figure, Line, Measure, Panel
from reports.laying import Grid, Part, is_shown

MANY = 12  # lines with long names that an axis has room for
Cells = Sequence[tuple[int, int]]  # rows and columns


@dataclass(frozen=True)
class Drawn:
    """What a chart is drawn from: a panel's figures, and the cells of `sheet` that hold them."""

    grid: Grid
    sheet: str
    top: int  # the row of the table's header
    place: int  # of the panel, among those side by side

    @property
    def panel(self) -> Panel:
        return self.grid.result.panels[self.place]

    @property
    def lines(self) -> list[tuple[int, Line]]:
        """The sheet's row of each line that is no total."""
        rows = enumerate(self.panel.lines, start=self.top + 1)
        return [(row, line) for row, line in rows if not (line.is_total or line.is_subtotal)]

    @property
    def groups(self) -> dict[int, int]:
        """The sheet's column of each group, by the group's place."""
        return {
            column.group: number
            for number, column in enumerate(self.grid.columns, start=1)
            if column.place == self.place and column.part is Part.VALUE
        }

    def figures_of(self, group: int) -> list[Figure]:
        """A group's figures, line by line."""
        return [line.figures[group] for _row, line in self.lines]

    def of_group(self, group: int) -> list[tuple[int, int]]:
        """The cells of a group's figures."""
        return [(row, self.groups[group]) for row, _line in self.lines]

    @property
    def measure(self) -> Measure:
        return self.panel.lines[0].figures[0].measure

    @property
    def largest(self) -> float:
        """The largest figure that is shown."""
        figures = [figure for _row, line in self.lines for figure in line.figures]
        return max((float(f.value or 0) for f in figures if is_shown(f)), default=0.0)

    def group_label(self, group: int) -> str:
        return ", ".join(filter(None, self.grid.result.groups[group].labels)) or "All respondents"

    def line_label(self, line: Line) -> str:
        return line.labels[-1]

    @property
    def headers(self) -> str:
        """The cells that name the groups."""
        return self.reference([(self.top, column) for column in self.groups.values()])

    def labels(self, lines: Sequence[tuple[int, Line]]) -> str:
        """The cells that name lines, by their codes where there are too many for more."""
        column = self.grid.leading
        if column > 2 and len(lines) > MANY:
            column = min(range(1, column + 1), key=lambda own: _longest(lines, own - 1))
        return self.reference([(row, column) for row, _line in lines])

    def reference(self, cells: Cells) -> str:
        """Cells of the sheet as a chart names them: runs of neighbours, in brackets if several."""
        name = quote_sheetname(self.sheet)
        runs: list[list[tuple[int, int]]] = []
        for row, column in cells:
            if runs and runs[-1][-1] in ((row - 1, column), (row, column - 1)):
                runs[-1].append((row, column))
            else:
                runs.append([(row, column)])
        parts = [
            f"{name}!{_absolute(*run[0])}" + (f":{_absolute(*run[-1])}" if len(run) > 1 else "")
            for run in runs
        ]
        return parts[0] if len(parts) == 1 else f"({','.join(parts)})"


def panel_place(grid: Grid) -> int:
    """Which of the panels side by side a chart shows: percentages before numbers."""
    panels = grid.result.panels
    for place, panel in enumerate(panels):
        if panel.key == "percentages" and len(panel.lines) == grid.first_rows:
            return place
    return 0


def _longest(lines: Sequence[tuple[int, Line]], place: int) -> int:
    return max(len(line.labels[place]) if place < len(line.labels) else 0 for _row, line in lines)


def _absolute(row: int, column: int) -> str:
    return f"${get_column_letter(column)}${row}"
