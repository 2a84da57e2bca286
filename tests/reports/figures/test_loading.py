"""The declared tables: what is in them, and what is said of one that is declared wrongly."""

import pytest

from reports.figures.counting import available
from reports.figures.gathering import Gathering
from reports.figures.loading import (
    DeclarationError,
    all_tables,
    chapters,
    read_folder,
    table_named,
)
from surveys.instruments import load_instrument

GOOD = """
chapter = "9"
title = "Nine"

[[table]]
number = "9.1"
name = "nine-one"
title = "Sector"
kind = "counts"
rows = "sector"
row_head = "Sector"
base = "Everybody"
"""


def read(tmp_path, *texts):
    for place, text in enumerate(texts, start=1):
        (tmp_path / f"{place}-chapter.toml").write_text(text, encoding="utf-8")
    return read_folder(tmp_path)


def test_every_table_of_the_report_is_declared_in_its_order():
    numbers = [table.number for table in all_tables()]

    assert numbers == [
        "1.1",
        *(f"2.{n}" for n in range(1, 33)),
        *("3.1", "3.2", "3.2a"),
        *(f"3.{n}" for n in range(3, 17)),
        *(f"B.{n}" for n in range(1, 21)),
        "C1",
        *(f"T{n}" for n in range(1, 8)),
    ]


def test_chapters_stand_in_order_and_hold_all_tables():
    assert chapters() == (
        ("1", "Taking part"),
        ("2", "Who took part"),
        ("3", "Hours and time"),
        ("B", "Client groups, by sector"),
        ("C", "Time in each activity"),
        ("T", "Time use"),
    )
    assert [key for key, _title in chapters()] == list(
        dict.fromkeys(table.chapter for table in all_tables())
    )


def test_table_is_found_by_its_name():
    assert table_named("age").number == "2.1"
    with pytest.raises(KeyError, match="no table is named 'youth'"):
        table_named("youth")


def test_every_table_says_its_base_its_notes_and_what_its_chart_shows():
    silent = [
        table.number
        for table in all_tables()
        if not (table.base and table.notes and table.chart and table.chart.description)
    ]

    assert silent == []


def test_file_is_read_with_what_is_usual_in_it(tmp_path):
    usual = GOOD.replace("[[table]]", '[usual]\ncolumns = ["sector"]\n\n[[table]]')

    ((key, title, (table,)),) = read(tmp_path, usual)

    assert (key, title, table.columns, table.rows) == ("9", "Nine", ("sector",), "sector")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rows = "sector"', 'rows = "secto"', "no questionnaire has the variable secto."),
        ('base = "Everybody"', "", "'base' is missing, or is no text."),
        ('kind = "counts"', 'kind = "sums"', "there is no kind 'sums'."),
        ('kind = "counts"', 'kind = "shares"', "its rows are neither categories nor activities."),
        ('kind = "counts"', 'kind = "choices"', "its rows are a list."),
        ('rows = "sector"', "", "'rows' is missing."),
        ('rows = "sector"', 'rows = ["sector"]', "its rows are one variable."),
        ('name = "nine-one"', 'name = "Nine one"', "its name has more than small letters"),
        ("base =", 'notes = ["unwritten"]\nbase =', "no such note: unwritten."),
        ("base =", 'colour = "red"\nbase =', "there is no such thing as colour."),
        ("base =", 'columns = ["age", "sector", "sector"]\nbase =', "more than two variables"),
        ("base =", 'chart = { kind = "pie" }\nbase =', "there is no kind of chart 'pie'."),
        ("base =", 'chart = { kind = "bars" }\nbase =', "its chart has no description."),
        ('kind = "counts"', 'kind = "function"\nfunction = "odd"', "there is no function 'odd'."),
        (
            'kind = "counts"\nrows = "sector"',
            'kind = "figures"\nrows = ["odd"]',
            "no such figure: odd.",
        ),
        (
            'kind = "counts"\nrows = "sector"',
            'kind = "means"\nrows = ["odd"]',
            "no questionnaire has the variable odd.",
        ),
        (
            'kind = "counts"\nrows = "sector"',
            'kind = "shares"\nrows = "categories"\nleave_out = ["D"]',
            "only tables of counts leave rows out or have subtotals.",
        ),
    ],
)
def test_wrong_declaration_is_refused_by_file_and_table(tmp_path, old, new, said):
    assert old in GOOD

    with pytest.raises(DeclarationError) as refused:
        read(tmp_path, GOOD.replace(old, new))

    assert str(refused.value).startswith("1-chapter.toml, table 9.1: ")
    assert said in str(refused.value)


def test_file_that_is_no_toml_is_named(tmp_path):
    with pytest.raises(DeclarationError, match=r"1-chapter\.toml: "):
        read(tmp_path, "chapter = ")


def test_file_without_a_title_is_named(tmp_path):
    with pytest.raises(DeclarationError, match=r"1-chapter\.toml: 'title' is missing\."):
        read(tmp_path, GOOD.replace('title = "Nine"', "", 1))


def test_two_tables_of_one_name_are_refused(tmp_path):
    other = GOOD.replace('chapter = "9"', 'chapter = "8"').replace('"9.1"', '"8.1"')

    with pytest.raises(DeclarationError, match=r"Two tables have the name 'nine-one'\."):
        read(tmp_path, GOOD, other)


def test_every_table_can_be_had_from_the_questionnaire_of_2009():
    frame = Gathering(load_instrument("2009")).frame({})

    assert [available(table, frame) for table in all_tables() if available(table, frame)] == []


def test_table_that_the_questionnaire_did_not_ask_for_says_so():
    frame = Gathering(load_instrument("2")).frame({})

    lacking = {table.number: available(table, frame) for table in all_tables()}

    assert {number: why for number, why in lacking.items() if why} == {}
