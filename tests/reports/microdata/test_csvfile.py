import csv

from hypothesis import given
from hypothesis import strategies as st

from reports.microdata.columns import Table, texts
from reports.microdata.csvfile import GUARDED, guarded, unguarded, write_csv

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
STARTS = st.sampled_from(["", *GUARDED])


@given(STARTS, TEXTS)
def test_guarded_text_comes_back_as_it_was_and_is_no_formula(start, text):
    cell = guarded(start + text)

    assert unguarded(cell) == start + text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=5))
def test_csv_file_holds_texts_as_they_were(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    table = Table("a", "A", (texts("id", "", written), texts("b", "", reversed(written))))

    write_csv(table, path)

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    assert rows[0] == ["id", "b"]
    assert [[unguarded(cell) for cell in row] for row in rows[1:]] == [
        list(pair) for pair in zip(written, reversed(written), strict=True)
    ]


def test_csv_lines_end_as_the_standard_says(tmp_path):
    write_csv(Table("a", "A", (texts("id", "", ['say "a"', "b, c"]),)), tmp_path / "a.csv")

    assert (tmp_path / "a.csv").read_bytes() == b'id\r\n"say ""a"""\r\n"b, c"\r\n'
