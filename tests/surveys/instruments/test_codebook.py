"""The codebook: variables, its page and file, and the rows of researchers' files."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.answers import settle
from surveys.instruments.codebook import entries, origin, routing, variables
from surveys.instruments.codefile import HEADINGS, codebook_csv
from surveys.instruments.columns import row_of
from tests.factories import RoleFactory, RoundFactory, UserFactory
from tests.surveys.instruments.made import YES_NO, answers_of, instrument, number, question, some_of

NONE = {"value": "none", "label": "No information"}
BOX = {"value": "other", "label": "Other", "details": "Other, named"}
CODED = {
    "key": "coded", "label": "Coded", "source": "Table 9", "kind": "coding", "question": "text",
    "missing": NONE, "values": [{"value": "x", "label": "X"}],
}  # fmt: skip
MADE = instrument(
    question(options=[*YES_NO, BOX]),
    number(key="n", whole=True, show_if={"question": "a", "any_of": ["yes", "other"]}),
    some_of("x", "y", key="several", short="s", show_if={"question": "n", "answered": True}),
    question(key="text", type="text", options=None),
    question(key="grid", type="grid", rows=[{"key": "one", "label": "One"}]),
    question(key="days", type="days", options=None),
    question(key="year", type="year", options=None, minimum=1900, maximum=2000),
    derived=[CODED],
)


def test_question_becomes_variables_by_its_type():
    assert [(v.name, v.label, v.type, len(v.values)) for v in variables(MADE)] == [
        ("a", "A", "choice", 3),
        ("a_details", "Other, named", "text", 0),
        ("n", "A", "whole", 0),
        ("s_x", "A: X", "ticked", 2),
        ("s_y", "A: Y", "ticked", 2),
        ("text", "A", "text", 0),
        ("grid_one", "A: One", "choice", 2),
        ("days_mon", "A: Monday", "ticked", 2),
        ("days_tue", "A: Tuesday", "ticked", 2),
        ("days_wed", "A: Wednesday", "ticked", 2),
        ("days_thu", "A: Thursday", "ticked", 2),
        ("days_fri", "A: Friday", "ticked", 2),
        ("days_sat", "A: Saturday", "ticked", 2),
        ("days_sun", "A: Sunday", "ticked", 2),
        ("year", "A", "year", 0),
        ("coded", "Coded", "coding", 2),
    ]


def test_routing_is_told_in_words():
    assert [routing(q, MADE) for q in MADE.questions][:4] == [
        "",
        "Asked where a is: Yes; Other.",
        "Asked where n is answered.",
        "",
    ]


def test_codebook_says_what_a_derived_variable_is_made_of():
    made = {d.key: origin(d) for d in load_instrument("2").derived}

    assert made["sector"] == "Made by the function sector."
    assert made["full_time_table_2_16"] == (
        "Made from contracted_hours. part: below 35; full: all above."
    )
    assert made["applications_table_2_30"] == (
        "Made from outside_applications. 0: up to 0; 1: up to 1; 2_3: up to 3; over_3: all above."
    )
    assert made["older_table_3_8"] == (
        "Made from client_groups. yes: any of older, older_mental_health."
    )
    assert made["gender_table_2_2"] == "Made from gender. none: other, prefer_not_to_say."


def test_missing_value_says_not_asked_only_where_that_can_be():
    by_name = {v.name: v.missing for v in variables(MADE)}

    assert by_name["a"] == (("-9", "No answer"),)
    assert by_name["s_x"] == (("-9", "No answer"), ("-8", "Not asked"))
    assert by_name["text"] == by_name["coded"] == ()


@pytest.mark.parametrize("name", instrument_names())
def test_every_question_stands_in_the_codebook_with_its_variables(name):
    shipped = load_instrument(name)

    listed = [
        variable.name
        for section in shipped.sections
        for entry in entries(section, shipped)
        for variable in entry.variables
    ]

    assert listed == [v.name for v in variables(shipped) if not v.derived]


def test_row_of_a_researchers_file_codes_what_is_missing():
    answers = {"a": "other", "a_details": "far", "n": 3, "several": ["y"], "days": [0, 6]}

    full, empty = row_of(MADE, answers, {"coded": "x"}), row_of(MADE, {}, {})

    assert full == {
        "a": "other", "a_details": "far", "n": 3, "s_x": 0, "s_y": 1, "text": "",
        "grid_one": "-9", "days_mon": 1, "days_tue": 0, "days_wed": 0, "days_thu": 0,
        "days_fri": 0, "days_sat": 0, "days_sun": 1, "year": -9, "coded": "x",
    }  # fmt: skip
    assert empty == {
        "a": "-9", "a_details": "", "n": -8, "s_x": -8, "s_y": -8, "text": "",
        "grid_one": "-9", "days_mon": -9, "days_tue": -9, "days_wed": -9, "days_thu": -9,
        "days_fri": -9, "days_sat": -9, "days_sun": -9, "year": -9, "coded": "none",
    }  # fmt: skip


def test_grid_row_left_out_has_no_answer():
    two = instrument(
        question(type="grid", rows=[{"key": key, "label": key} for key in ("one", "two")])
    )

    assert row_of(two, {"a": {"two": "no"}}, {}) == {"a_one": "-9", "a_two": "no"}


@pytest.mark.parametrize("name", instrument_names())
@given(data=st.data())
def test_exported_row_has_every_variable_and_no_orphan(name, data):
    shipped = load_instrument(name)
    answers = settle(shipped, data.draw(answers_of(shipped)))

    row = row_of(shipped, answers, {})

    assert list(row) == [v.name for v in variables(shipped)]
    asked = {q.key for q in shipped.questions if q.applies(answers)}
    unasked = [v for v in variables(shipped) if v.question and v.question.key not in asked]
    assert {str(row[v.name]) for v in unasked} <= {"-8", ""}
    coded = [v for v in variables(shipped) if v.values]
    assert [v.name for v in coded if str(row[v.name]) not in dict((*v.values, *v.missing))] == []


def test_file_has_a_line_a_variable():
    text = codebook_csv(MADE)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    assert text.startswith("\ufeff")
    assert rows[0] == list(HEADINGS)
    assert [row[0] for row in rows[1:]] == [v.name for v in variables(MADE)]
    assert rows[4] == [
        "s_x",
        "A: X",
        "0 or 1",
        "0 = No; 1 = Yes",
        "No answer = -9; Not asked = -8",
        "Section",
        "A?",
        "Asked where n is answered.",
        "1",
    ]
    assert rows[-1] == [
        "coded",
        "Coded",
        "coded by people from free text, one of the values",
        "x = X; none = No information",
        "",
        "Derived variables",
        "",
        "Coded by people from text.",
        "Table 9",
    ]


def test_label_that_is_a_formula_stays_text_in_the_file():
    made = instrument(question(label="=1+1"))

    assert codebook_csv(made).splitlines()[1].startswith("a,'=1+1,one of the values,")


@pytest.mark.parametrize("name", instrument_names())
def test_no_cell_of_a_shipped_codebook_is_a_formula(name):
    rows = csv.reader(io.StringIO(codebook_csv(load_instrument(name)).removeprefix("\ufeff")))

    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")] == []


def test_command_writes_the_codebook(tmp_path):
    out, file = io.StringIO(), tmp_path / "codebook.csv"

    call_command("codebook", "2", stdout=out)
    call_command("codebook", "2", output=file, stdout=io.StringIO())

    assert file.read_bytes().decode() == codebook_csv(load_instrument("2"))
    assert out.getvalue() == codebook_csv(load_instrument("2")).removeprefix("\ufeff")


def test_command_refuses_a_version_that_is_not_there():
    with pytest.raises(CommandError, match="There is no instrument called 'core-1'"):
        call_command("codebook", "core-1")


@pytest.fixture
def staff(db):
    client = Client()
    client.force_login(RoleFactory(round=RoundFactory()).user)
    return client


def test_page_lists_sections_questions_and_variables(staff):
    page = staff.get(reverse("surveys:codebook", args=["2"])).content.decode()

    shipped = load_instrument("2")
    assert [v.name for v in variables(shipped) if f"<code>{v.name}</code>" not in page] == []
    assert [s.key for s in shipped.sections if f'href="#section-{s.key}"' not in page] == []
    assert "Asked where qualified_in is: Outside the UK." in page
    assert 'href="#section-derived"' in page
    assert "<code>role_table_3_11</code>" in page


def test_file_is_downloaded_under_its_name(staff):
    response = staff.get(reverse("surveys:codebook_file", args=["2009"]))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="codebook-2009.csv"'
    assert response.content.decode() == codebook_csv(load_instrument("2009"))


@pytest.mark.parametrize("view", ["surveys:codebook", "surveys:codebook_file"])
def test_version_that_is_not_there_is_no_page(staff, view):
    assert staff.get(reverse(view, args=["core-1"])).status_code == 404
    assert staff.get(reverse(view, args=["2"])).status_code == 200


def test_account_without_a_role_finds_no_codebook(db):
    client = Client()
    client.force_login(UserFactory())

    response = client.get(reverse("surveys:codebook", args=["2"]))

    assert (response.status_code, b"others_saw" in response.content) == (404, False)


@pytest.mark.parametrize("roles", [1, 3])
def test_page_costs_the_same_queries_whatever_somebody_does(
    db, roles, django_assert_max_num_queries
):
    user = UserFactory()
    for _ in range(roles):
        RoleFactory(user=user, round=RoundFactory())
    client = Client()
    client.force_login(user)

    with django_assert_max_num_queries(4):  # session, account, roles, agencies
        page = client.get(reverse("surveys:codebook", args=["2009"])).content.decode()

    assert "<code>why_became</code>" in page
