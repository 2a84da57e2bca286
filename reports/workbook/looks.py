"""How cells look: a few looks, each registered in a workbook once, and not made anew a cell."""

from dataclasses import dataclass
from functools import cache

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE
from openpyxl.utils.indexed_list import IndexedList

FONT = "Arial"  # in every office suite; the guidance asks for a sans-serif of 12 points or more
SIZE = 12
TITLE_FONT = Font(name=FONT, size=16, bold=True)
HEADING_FONT = Font(name=FONT, size=13, bold=True)
TEXT_FONT = Font(name=FONT, size=SIZE)
STRONG_FONT = Font(name=FONT, size=SIZE, bold=True)
LINK_FONT = Font(name=FONT, size=SIZE, color="0B4A8F", underline="single")
WARNING_FONT = Font(name=FONT, size=SIZE, bold=True, color="8A1F11")
FLAGS_INDENT = 2
NO_LINE = Border()
HEAD_LINE = Border(bottom=Side(style="medium", color="0B4A54"))
ROW_LINE = Border(bottom=Side(style="hair", color="9AA5A8"))
TOTAL_LINE = Border(
    top=Side(style="thin", color="0B4A54"), bottom=Side(style="hair", color="9AA5A8")
)


@dataclass(frozen=True, eq=False)  # told apart by which it is: comparing fonts is slow
class Look:
    """One look of a cell. Numbers stand right, texts left and wrapped."""

    font: Font = TEXT_FONT
    side: str = "left"
    upright: str = "center"
    wrap: bool = True
    border: Border = NO_LINE
    number_format: str = "General"
    indent: int = 0

    @property
    def scale(self) -> float:
        """How much larger than usual its text is."""
        return float(self.font.size) / SIZE


TITLE = Look(TITLE_FONT, upright="top", wrap=False)
HEADING = Look(HEADING_FONT, upright="bottom")
LINE = Look(upright="top", wrap=False)
PARAGRAPH = Look(upright="top")
WARNING = Look(WARNING_FONT, upright="top", wrap=False)
LINK = Look(LINK_FONT, wrap=False)
TABLE_LINK = Look(LINK_FONT, wrap=False, border=ROW_LINE)
HEAD = Look(STRONG_FONT, upright="bottom", border=HEAD_LINE)
FLAGS_HEAD = Look(STRONG_FONT, upright="bottom", border=HEAD_LINE, indent=FLAGS_INDENT)
FIGURE_HEAD = Look(STRONG_FONT, side="right", upright="bottom", border=HEAD_LINE)
TEXT = Look(border=ROW_LINE)


@cache
def label_look(*, is_subtotal: bool, is_total: bool, indent: int = 0) -> Look:
    """Of a row's label, or (with an indent, as figures stand before it) of its flags."""
    font = _row_font(is_subtotal or is_total)
    return Look(font, border=_row_line(is_total), indent=indent)


@cache
def figure_look(number_format: str, *, is_subtotal: bool, is_total: bool) -> Look:
    """Of a figure, or of what stands instead of one."""
    return Look(
        _row_font(is_subtotal or is_total),
        side="right",
        wrap=False,
        border=_row_line(is_total),
        number_format=number_format,
    )


def _row_font(is_strong: bool) -> Font:
    return STRONG_FONT if is_strong else TEXT_FONT


def _row_line(is_total: bool) -> Border:
    return TOTAL_LINE if is_total else ROW_LINE


class Looks:
    """The looks of one workbook, by number as its cells hold them."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        # Columns' widths are counted in digits of this font: the same in every program.
        workbook._named_styles["Normal"].font = TEXT_FONT
        workbook._fonts = IndexedList([TEXT_FONT])
        self._known: dict[tuple[Look, bool], StyleArray] = {}

    def of(self, look: Look, *, quoted: bool = False) -> StyleArray:
        """What a cell's style is; `quoted` marks a text that must not be read as a formula."""
        found = self._known.get((look, quoted))
        if found is None:
            found = self._known[look, quoted] = self._register(look, quoted=quoted)
        return found

    def _register(self, look: Look, *, quoted: bool) -> StyleArray:
        workbook = self._workbook
        style = StyleArray()
        style.fontId = workbook._fonts.add(look.font)
        style.borderId = workbook._borders.add(look.border)
        style.alignmentId = workbook._alignments.add(
            Alignment(
                horizontal=look.side,
                vertical=look.upright,
                wrap_text=look.wrap,
                indent=look.indent,
            )
        )
        style.numFmtId = self._number_format(look.number_format)
        style.quotePrefix = int(quoted)
        return style

    def _number_format(self, code: str) -> int:
        if code in BUILTIN_FORMATS_REVERSE:
            return BUILTIN_FORMATS_REVERSE[code]
        return BUILTIN_FORMATS_MAX_SIZE + self._workbook._number_formats.add(code)
