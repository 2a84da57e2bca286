"""How every sheet looks on screen and prints, and what each says of the use it is for."""

import datetime
import math

from openpyxl import Workbook

from reports.workbook.about import INTERNAL, About
from reports.workbook.cells import Sheet, safe_text

INTERNAL_TAB = "B3261E"  # beside the words, never instead of them
PAGE_FIGURES = 8  # columns of figures on a page across: more can't be read


def set_page(
    sheet: Sheet,
    about: About,
    *,
    header_row: int = 0,
    leading: int = 0,
    figures: int = 0,
    pages_high: int = 0,
) -> None:
    """One page wide unless it has too many `figures`; as many high as needed (0) or told.

    `leading` columns of labels are repeated on each page.
    """
    page = sheet.sheet
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = math.ceil(max(1, figures) / PAGE_FIGURES)
    page.page_setup.fitToHeight = pages_high
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if header_row:
        page.print_title_rows = f"{header_row}:{header_row}"
    if leading and page.page_setup.fitToWidth > 1:
        page.print_title_cols = f"A:{'ABCDEFGH'[leading - 1]}"
    if not about.is_publication:
        # The guidance asks for no headers and footers: screen readers pass over them. These only
        # repeat, on paper, what a cell of each sheet and its name say.
        page.sheet_properties.tabColor = INTERNAL_TAB
        page.oddHeader.center.text = INTERNAL
        page.oddFooter.left.text = "&A"
        page.oddFooter.right.text = "Page &P of &N"


def describe(workbook: Workbook, about: About) -> None:
    """Document properties; the first sheet is the one that opens."""
    moment = datetime.datetime.combine(about.built_on, datetime.time())
    properties = workbook.properties
    properties.title = safe_text(about.title)
    properties.subject = "Workload survey of social workers"
    properties.creator = properties.lastModifiedBy = "Caseweek"
    properties.language = "en-GB"
    properties.created = properties.modified = moment
    words = ["social work", "workload", "time diary", "tables"]
    if about.is_publication:
        properties.description = "Protected for publication"
    else:
        properties.description = f"{INTERNAL}: not protected against disclosure"
        properties.category = INTERNAL
        words.append(INTERNAL.lower())
    properties.keywords = "; ".join(words)
    workbook.active = 0
    for place, sheet in enumerate(workbook.worksheets):
        sheet.sheet_view.tabSelected = place == 0
