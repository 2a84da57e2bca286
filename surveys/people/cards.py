"""Code cards as a PDF: eight to an A4 page, each with its code, its address, and the week.

The fonts are embedded, so that names in many alphabets print. What they can't print, or would
print wrongly (scripts that run from right to left), is left as a line to write on.
"""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from surveys.codes import format_code
from surveys.models import DiaryWeek

ACROSS, DOWN = 2, 4
PER_PAGE = ACROSS * DOWN
MOST_CARDS = 160  # in one file: twenty pages, one or two seconds of work
WIDTH, HEIGHT = A4[0] / ACROSS, A4[1] / DOWN
INSET = 8 * mm  # printers leave a margin blank, and scissors slip
TICK = 4 * mm
QR_SIZE = 25 * mm
QUIET = 4  # blank modules around a QR code
MASK = 2
PLAIN, BOLD, MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono-Bold"


class _QuickCode(QRCode):
    def getBestMaskPattern(self) -> int:
        """Any of the eight is valid; trying all for the prettiest takes eight times as long."""
        return MASK


class FontsMissing(Exception):
    """The fonts of the cards were not built (`make assets`)."""


@dataclass(frozen=True)
class Card:
    """What one card says beside what all say; `name` and `team` may be empty."""

    code: str
    name: str = ""
    team: str = ""


@dataclass(frozen=True)
class Occasion:
    """What all cards of a file say. `address` is where a code is entered, without "#"."""

    title: str
    week: DiaryWeek
    address: str
    with_names: bool


def cards_pdf(cards: Sequence[Card], occasion: Occasion) -> bytes:
    """The cards in their order, cut apart along the marks at the edges of the page."""
    _register_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(_("Code cards"))
    canvas.setAuthor("Caseweek")
    canvas.setSubject(occasion.title)
    for start in range(0, len(cards), PER_PAGE):
        _draw_marks(canvas)
        for place, card in enumerate(cards[start : start + PER_PAGE]):
            canvas.saveState()
            row, column = divmod(place, ACROSS)
            canvas.translate(column * WIDTH, A4[1] - (row + 1) * HEIGHT)
            _draw_card(canvas, card, occasion)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def printable(text: str) -> bool:
    """Whether the fonts hold every character, and none is written from right to left."""
    _register_fonts()
    known = pdfmetrics.getFont(PLAIN).face.charToGlyph
    return all(
        ord(c) in known and unicodedata.bidirectional(c) not in ("R", "AL", "AN") for c in text
    )


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for name in (PLAIN, BOLD, MONO):
        path = finders.find(f"print/{name}.ttf")
        if not path or not Path(path).exists():
            raise FontsMissing
        pdfmetrics.registerFont(TTFont(name, path))


def _draw_marks(canvas: Canvas) -> None:
    """Short lines at the edges, where cuts begin and end, and crosses between the cards."""
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.45)
    for column in range(1, ACROSS):
        x = column * WIDTH
        for row in range(DOWN + 1):
            y = row * HEIGHT
            canvas.line(x, max(0, y - TICK), x, min(A4[1], y + TICK))
    for row in range(1, DOWN):
        y = row * HEIGHT
        for column in range(ACROSS + 1):
            x = column * WIDTH
            canvas.line(max(0, x - TICK), y, min(A4[0], x + TICK), y)


def _draw_card(canvas: Canvas, card: Card, occasion: Occasion) -> None:
    """Texts from the top down on the left, the QR code on the right, the code below both."""
    canvas.setFillGray(0)
    text_width = WIDTH - 2 * INSET - QR_SIZE - 3 * mm
    y = HEIGHT - INSET
    y = _draw_lines(canvas, occasion.title, y, BOLD, 10, text_width, most=2)
    y = _draw_lines(canvas, _week(occasion.week), y - 1 * mm, PLAIN, 8, text_width, most=2)
    if occasion.with_names:
        y = _draw_whose(canvas, card, y - 2 * mm, text_width)
    link = f"{occasion.address}#{format_code(card.code)}"
    _draw_qr(canvas, link, WIDTH - INSET - QR_SIZE, HEIGHT - INSET - QR_SIZE)
    _draw_foot(canvas, card, occasion)


def _draw_whose(canvas: Canvas, card: Card, y: float, width: float) -> float:
    if not (card.name and printable(card.name)):
        canvas.setFont(PLAIN, 8)
        label = _("Name:")
        canvas.drawString(INSET, y - 9, label)
        start = INSET + pdfmetrics.stringWidth(label, PLAIN, 8) + 2 * mm
        canvas.setLineWidth(0.4)
        canvas.line(start, y - 10, INSET + width, y - 10)
        y -= 12
    else:
        y = _draw_lines(canvas, card.name, y, BOLD, 9, width, most=2)
    if card.team and printable(card.team):
        y = _draw_lines(canvas, card.team, y, PLAIN, 8, width, most=1)
    return y


def _draw_foot(canvas: Canvas, card: Card, occasion: Occasion) -> None:
    width = WIDTH - 2 * INSET
    canvas.setFont(MONO, 15)
    canvas.drawString(INSET, INSET + 13 * mm, format_code(card.code))
    canvas.setFont(PLAIN, 7.5)
    canvas.drawString(INSET, INSET + 18.5 * mm, _("Your access code"))
    address = occasion.address.removeprefix("https://").removeprefix("http://")
    y = _draw_lines(
        canvas,
        _("Enter it at %(address)s") % {"address": address},
        INSET + 11.5 * mm,
        PLAIN,
        8.5,
        width,
        most=2,
    )
    words = _("This card opens nothing once its PIN is chosen. Nobody at work sees your answers.")
    _draw_lines(canvas, words, y - 0.5 * mm, PLAIN, 7, width, most=2)


def _draw_lines(
    canvas: Canvas, text: str, y: float, font: str, size: float, width: float, *, most: int
) -> float:
    """Text in at most so many lines, smaller if need be, cut at the very last; returns the y."""
    text = text if printable(text) else "".join(c for c in text if printable(c))
    lines = simpleSplit(text, font, size, width)
    while (len(lines) > most or _widest(lines, font, size) > width) and size > 6:
        size -= 0.5
        lines = simpleSplit(text, font, size, width)
    canvas.setFont(font, size)
    for number, line in enumerate(lines[:most], start=1):
        cut = len(lines) > most and number == most
        y -= size * 1.2
        canvas.drawString(INSET, y, _fitted(line, font, size, width, cut=cut))
    return y


def _widest(lines: Sequence[str], font: str, size: float) -> float:
    return max((pdfmetrics.stringWidth(line, font, size) for line in lines), default=0)


def _fitted(line: str, font: str, size: float, width: float, *, cut: bool) -> str:
    if not cut and pdfmetrics.stringWidth(line, font, size) <= width:
        return line
    while line and pdfmetrics.stringWidth(f"{line}…", font, size) > width:
        line = line[:-1]
    return f"{line}…"


def _draw_qr(canvas: Canvas, link: str, x: float, y: float) -> None:
    """The link as squares; rows of dark modules are drawn as one bar each."""
    code = _QuickCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(link))
    code.make()
    count = code.getModuleCount()
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(QR_SIZE / (count + 2 * QUIET), QR_SIZE / (count + 2 * QUIET))
    path = canvas.beginPath()
    for row, modules in enumerate(code.modules):
        column = QUIET
        for dark, run in groupby(modules, bool):
            length = len(list(run))
            if dark:
                path.rect(column, QUIET + count - row - 1, length, 1)
            column += length
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _week(week: DiaryWeek) -> str:
    return _("Diary week: Monday %(first)s to Sunday %(last)s") % {
        "first": date_format(week.starts_on, "j F"),
        "last": date_format(week.ends_on, "j F Y"),
    }
