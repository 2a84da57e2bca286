"""What a declared table is. The declarations are in declared/*.toml; loading.py reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Chart:
    """How a table is drawn. `kind` is one of
    stacked    a bar a group, cut into the shares of its rows (subtotals and totals left out)
    bars       a bar a row, of all respondents
    grouped    a bar a row for each group
    dots       a dot a row and group, with its interval where there is one
    lines      a line a row over the groups (for years and the like)
    tempogram  areas over the 48 half hours of a day
    """

    kind: str
    title: str
    description: str  # for those who can't see it: what is on which axis, not the figures


@dataclass(frozen=True)
class Table:
    """What a table shows, as a researcher reads it in declared/*.toml.

    `kind` is one of
    counts     how many returns have each value of `rows`, and which percentage of the column
    choices    how many say yes to each of several questions, and which percentage of the column
    shares     pooled shares of recorded time of the rows "categories" or "activities"
    means      means of numbers
    figures    single figures of the text, each a line
    function   computed by the function of reports/figures/special.py that `function` names
    """

    number: str  # "2.1", "B.1", "C1"; those of ours are "T1" and on
    name: str  # of the table in the workbook and in addresses: small letters, digits, hyphens
    chapter: str  # key of the chapter it stands under
    title: str
    kind: str
    rows: str | tuple[str, ...] = ()
    row_head: str = ""  # over the leading columns; several are parted by " | "
    row_labels: Mapping[str, str] = field(default_factory=dict)  # where not the variable's own
    subtotals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # label, values of rows
    columns: tuple[str, ...] = ()  # variables; two of them: one nested in the other; none: all
    base: str = "All respondents who sent a return"
    filter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # its own, by variable
    leave_out: tuple[str, ...] = ()  # values of `rows` that are not shown nor in the base
    total: bool = True  # whether a column of all groups stands last
    function: str = ""
    notes: tuple[str, ...] = ()  # keys of reports/notes.py
    source: str = ""  # the table or section of the 2009 report that it repeats; "" for ours
    is_published: bool = True  # whether the publication set holds it
    chart: Chart | None = None

    @property
    def row_heads(self) -> tuple[str, ...]:
        """What stands over the leading columns: as many as each line has labels."""
        return tuple(self.row_head.split(" | "))
