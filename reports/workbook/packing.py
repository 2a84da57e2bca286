"""The workbook as a file: the same bytes for the same workbook."""

import datetime
import io
import zipfile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter


def packed(workbook: Workbook, built_on: datetime.date) -> bytes:
    """The workbook as a file in which nothing but `built_on` tells when it was written."""
    draft = io.BytesIO()
    with zipfile.ZipFile(draft, "w") as archive:
        # Not Workbook.save: it would write the time of day into the document's properties.
        ExcelWriter(workbook, archive).write_data()
    result = io.BytesIO()
    stamp = (built_on.year, built_on.month, built_on.day, 0, 0, 0)
    with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(result, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, date_time=stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            archive.writestr(part, parts.read(name))
    return result.getvalue()
