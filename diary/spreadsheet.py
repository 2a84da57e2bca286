"""A respondent's own diary as an Excel file: the week, and its totals.

Every cell is one of our own labels or a number: nothing that anybody typed gets here.
"""

import io

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from diary import timeline
from diary.checks import BREAKS
from diary.classification import BLANK
from diary.languages import WEEKDAY_DAY_MONTH_YEAR, classification
from diary.models import Diary

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STRONG = Font(bold=True)


def diary_workbook(diary: Diary) -> bytes:
    """The file: a sheet of 48 half hours by seven days, and a sheet of hours by activity."""
    book = Workbook()
    week: Worksheet = book.active
    week.title = _("Week")
    _write_week(week, diary)
    _write_totals(book.create_sheet(_("Hours by activity")), diary)
    book.properties.title = _("My diary week")
    book.properties.creator = "Caseweek"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_week(sheet: Worksheet, diary: Diary) -> None:
    days = [diary.date_of(day) for day in range(timeline.DAYS)]
    dates = (date_format(day, str(WEEKDAY_DAY_MONTH_YEAR)) for day in days)
    sheet.append([_("Time"), *dates])
    kinds = (str(timeline.DAY_STATUSES.get(symbol, "")) for symbol in diary.statuses)
    sheet.append([_("Kind of day"), *kinds])
    for slot in range(timeline.SLOTS_PER_DAY):
        symbols = (diary.day(day)[slot] for day in range(timeline.DAYS))
        sheet.append([timeline.clock(slot), *(_activity(symbol) for symbol in symbols)])
    _finish(sheet, widths=[12, *[28] * timeline.DAYS])
    sheet.freeze_panes = "B2"


def _write_totals(sheet: Worksheet, diary: Diary) -> None:
    sheet.append([_("Code"), _("Activity"), _("Category"), _("Hours")])
    for activity in classification().activities:
        hours = diary.slots.count(activity.symbol) / 2
        sheet.append([activity.code, activity.label, activity.category.label, hours])
    filled = timeline.half_hours(diary.slots)
    sheet.append(["", _("All activities"), "", filled / 2])
    sheet.append(["", _("Without lunch and breaks"), "", (filled - diary.slots.count(BREAKS)) / 2])
    for row in sheet.iter_rows(min_row=2, min_col=2, max_col=3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for (cell,) in sheet.iter_rows(min_row=2, min_col=4, max_col=4):
        cell.number_format = "0.0"
    _finish(sheet, widths=[8, 60, 44, 10])
    sheet.freeze_panes = "A2"


def _finish(sheet: Worksheet, widths: list[int]) -> None:
    for cell in sheet[1]:
        cell.font = STRONG
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _activity(symbol: str) -> str:
    if symbol == BLANK:
        return ""
    activity = classification().by_symbol[symbol]
    return f"{activity.code} {activity.short}"
