"""The sheets before the tables: cover, contents, notes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reports.figures.frame import LeftOut
from reports.notes import NOTES
from reports.protection import ROUNDED
from reports.workbook.about import INTERNAL, About
from reports.workbook.cells import Sheet
from reports.workbook.looks import HEADING, LINE, PARAGRAPH, TABLE_LINK, TEXT, TITLE, WARNING
from reports.workbook.pages import set_page

COVER, CONTENTS, NOTES_SHEET = "Cover", "Contents", "Notes"
NO_CHART = "No chart"
TEXT_WIDTH = 80  # digits
WHAT_IT_IS = (
    "Tables of a workload survey of social workers who kept a diary of half hours for one week."
)
SHOWN_ROUNDED = (
    "Percentages are stored as fractions of 1, and figures may be stored with more decimal places "
    "than are shown: to see them, change the cells' number format."
)
INTERVALS = (
    "Intervals are 95% confidence intervals from Taylor-linearised variances. Authorities are "
    "the clusters, regions by type of authority the strata, and the t distribution has as many "
    "degrees of freedom as there are clusters less strata. The design effect is the variance "
    "over that of a simple random sample of as many respondents. Where none or all of a group are "
    "counted there is no interval: the formula would call it certain."
)


class Place(NamedTuple):
    """A line of the contents."""

    sheet: str
    what: str
    chapter: str = "About the tables"
    chart: str = ""  # the sheet of its chart


def write_cover(sheet: Sheet, about: About) -> None:
    sheet.width(1, TEXT_WIDTH)
    sheet.line(1, about.title, TITLE, above=4)
    row = 2
    if not about.is_publication:
        sheet.line(row, INTERNAL, WARNING)
        row += 1
    sheet.line(row, WHAT_IT_IS, PARAGRAPH)
    for heading, texts in _facts(about):
        row += 1
        sheet.line(row, heading, HEADING, above=9)
        for text in texts:
            row += 1
            sheet.line(row, text, PARAGRAPH)
    sheet.link(row + 1, 1, CONTENTS, "Go to the contents")
    set_page(sheet, about, pages_high=1)


def _facts(about: About) -> Iterator[tuple[str, Sequence[str]]]:
    """Headings of the cover, each with its paragraphs."""
    yield "Use", _use(about)
    yield "Round", [about.round_title]
    if about.note:
        yield "About this round", [about.note]
    yield "Returns counted", [f"{about.returns_counted:,} sent returns"]
    yield "Returns left out", _left_out(about)
    yield "Respondents looked at", about.filters or ["All respondents: no filter"]
    yield "Weights", [_weights(about)]
    yield "Built on", [f"{about.built_on:%-d %B %Y}, with Caseweek {about.code_version}"]
    yield "Contact", [about.contact or "The survey manager of this round"]


def _use(about: About) -> list[str]:
    if not about.is_publication:
        return [
            f"{INTERNAL}. The figures are not protected against disclosure: keep the workbook "
            "within the survey's team."
        ]
    limits = about.thresholds
    return [
        "Protected for publication. Counts of fewer than "
        f"{limits.minimum_cell} respondents are hidden, and so are as many others as it takes "
        "that nobody can work them out from this workbook. Figures of fewer than "
        f"{limits.low_base} respondents are flagged."
    ]


def _left_out(about: About) -> list[str]:
    """How many, and why; in a publication not why: the words are the survey team's own."""
    found: LeftOut = about.left_out
    if not found.all:
        return ["None"]
    if about.is_publication:
        return [f"{found.all:,} sent returns, set aside by the survey's researchers"]
    texts = [f"{found.all:,} sent returns"]
    if found.with_agency:
        texts.append(f"{found.with_agency:,} of them with their whole agency")
    return texts + [f"{count:,}: {reason}" for reason, count in found.reasons]


def _weights(about: About) -> str:
    if about.is_weighted:
        return "Weighted to the number of eligible staff of each agency"
    return "Not weighted: every return counts alike"


def write_contents(sheet: Sheet, about: About, places: Sequence[Place]) -> None:
    sheet.width(1, 13)
    sheet.width(2, 68)
    sheet.width(3, 24)
    sheet.width(4, 13)
    sheet.line(1, "Contents", TITLE)
    row = 2
    if not about.is_publication:
        sheet.line(row, INTERNAL, WARNING)
        row += 1
    text = "This sheet contains one table: the workbook's sheets, with links to them."
    sheet.line(row, text, LINE)
    header, top = ("Sheet", "What it holds", "Chapter", "Chart"), row + 1
    sheet.header(top, header)
    for row, place in enumerate(places, start=top + 1):
        sheet.link(row, 1, place.sheet, place.sheet, TABLE_LINK)
        sheet.text(row, 2, place.what, TEXT)
        sheet.text(row, 3, place.chapter, TEXT)
        if place.chart:
            sheet.link(row, 4, place.chart, place.chart, TABLE_LINK)
        else:
            sheet.text(row, 4, NO_CHART, TEXT)
        sheet.fit(row, [(2, place.what), (3, place.chapter)])
    sheet.mark_up("contents", top, header, len(places))
    set_page(sheet, about, header_row=top)


def write_notes(
    sheet: Sheet,
    about: About,
    *,
    numbers: Mapping[str, int],
    shorthand: Sequence[tuple[str, str]],
    intervals: bool,
) -> None:
    """Notes that the tables use, by number, then what holds for all, then shorthand."""
    sheet.width(1, 13)
    sheet.width(2, TEXT_WIDTH)
    sheet.line(1, "Notes", TITLE)
    row = 2
    if not about.is_publication:
        sheet.line(row, INTERNAL, WARNING)
        row += 1
    sheet.line(row, "This sheet contains one table: notes, and the tables' shorthand.", LINE)
    sheet.link(row + 1, 1, CONTENTS, "Contents")
    header, top = ("Note", "What it means"), row + 2
    sheet.header(top, header)
    texts = [NOTES[key] for key in numbers] + [SHOWN_ROUNDED]
    texts += [ROUNDED] * about.is_publication + [INTERVALS] * intervals
    rows = [(note_mark(number), text) for number, text in enumerate(texts, start=1)]
    for row, (mark, text) in enumerate([*rows, *shorthand], start=top + 1):
        sheet.text(row, 1, mark, TEXT)
        sheet.text(row, 2, text, TEXT)
        sheet.fit(row, [(2, text)])
    sheet.mark_up("notes", top, header, len(rows) + len(shorthand))
    set_page(sheet, about, header_row=top)


def note_mark(number: int) -> str:
    return f"[note {number}]"
