"""The workbook as a file: the same bytes for the same workbook."""

import datetime
import io
import zipfile

from openpyxl import Workbook
from openpyxl.drawing.graphic import GraphicFrame
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter


def packed(workbook: Workbook, built_on: datetime.date) -> bytes:
    """The workbook as a file in which nothing but `built_on` tells when it was written."""
    draft = io.BytesIO()
    with zipfile.ZipFile(draft, "w") as archive:
        # Not Workbook.save: it would write the time of day into the document's properties.
        _Writer(workbook, archive).write_data()
    result = io.BytesIO()
    stamp = (built_on.year, built_on.month, built_on.day, 0, 0, 0)
    with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(result, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, date_time=stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            archive.writestr(part, parts.read(name))
    return result.getvalue()


class _Drawing(SpreadsheetDrawing):
    """Charts that say in words what they show: each has its words as `alternative`."""

    __elements__ = SpreadsheetDrawing.__elements__  # openpyxl does not hand them down

    def _chart_frame(self, idx: int) -> GraphicFrame:
        frame = super()._chart_frame(idx)
        frame.nvGraphicFramePr.cNvPr.descr = self.charts[idx - 1].alternative
        return frame


class _Writer(ExcelWriter):
    def write_worksheet(self, ws: Worksheet) -> None:
        if self.workbook.write_only:
            super().write_worksheet(ws)
            return
        stream = io.BytesIO()  # openpyxl's own way is a temporary file a sheet
        writer = WorksheetWriter(ws, stream)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], stream.getvalue())
        self.manifest.append(ws)
        drawing = _Drawing()
        drawing.charts, drawing.images = ws._charts, ws._images
        ws._drawing = drawing
