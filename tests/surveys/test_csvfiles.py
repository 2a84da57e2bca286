"""CSV files as spreadsheets open them."""

import csv

import pytest

from surveys.csvfiles import csv_lines, plain


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_could_begin_a_formula_gets_an_apostrophe(start):
    assert plain(f"{start}1+1") == f"'{start}1+1"
    assert plain(f"text {start}1+1") == f"text {start}1+1"


def test_file_is_read_back_with_its_numbers_and_harmless_texts():
    written = "".join(csv_lines([("Name", "Number"), ('Ana "=1", Reed', -3), ("=1+1", 0.5)]))

    assert written.startswith("\ufeff")
    assert list(csv.reader(written[1:].splitlines())) == [
        ["Name", "Number"],
        ['Ana "=1", Reed', "-3"],
        ["'=1+1", "0.5"],
    ]
