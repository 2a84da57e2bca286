"""LibreOffice reads the workbook without a warning, and finds every value in it."""

import shutil
import subprocess

import pytest
from openpyxl import load_workbook

from reports.workbook import write_workbook
from tests.reports.workbooks_made import every_kind, publication, sheet_rows

PATIENCE = 240  # seconds; nothing is expected to take long


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Calc is not installed")
def test_libreoffice_opens_and_saves_the_workbook_with_all_its_values_and_charts(tmp_path):
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "tables.xlsx"
    source.write_bytes(write_workbook(publication(), every_kind(), spreads=True))

    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "xlsx"),
            *("--outdir", str(tmp_path), str(source)),
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )

    # Its launcher looks for Java, which nothing here needs.
    said = [line for line in done.stderr.splitlines() if line and "javaldx" not in line]
    assert said == []
    before, after = load_workbook(source), load_workbook(tmp_path / "tables.xlsx")
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        saved = after[sheet.title]
        assert rounded(sheet_rows(saved)) == rounded(sheet_rows(sheet))
        assert len(saved._charts) == len(sheet._charts)
        assert {t.displayName: t.ref for t in saved.tables.values()} == {
            t.displayName: t.ref for t in sheet.tables.values()
        }


def rounded(rows):
    """With the fifteen digits that LibreOffice writes."""
    return [
        [float(f"{cell:.14g}") if isinstance(cell, float) else cell for cell in row] for row in rows
    ]
