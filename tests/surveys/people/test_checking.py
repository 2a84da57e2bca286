"""Which rows are people, and what is said of the others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.people.reading.checking import Person, WrongRow, check, is_email, people_of

ASHA = Person("Asha Patel", "asha@council.example", "East")


def only_problem(person):
    [row] = check([(4, person)], listed=[]).wrong
    [problem] = row.problems
    return problem.column, problem.message


def test_person_who_is_right_is_ready():
    checked = check([(2, ASHA), (3, Person("Bo")), (4, Person(email="c@d.example"))], listed=[])

    assert checked.ready == [
        (2, ASHA),
        (3, Person("Bo")),
        (4, Person(email="c@d.example")),
    ]
    assert (checked.wrong, checked.listed, checked.left_out) == ([], [], [])


@pytest.mark.parametrize(
    ("person", "column", "words"),
    [
        (Person("Asha", "asha@council"), "email", "“asha@council” is not a whole email address."),
        (Person("Asha", "asha at c.example"), "email", "Enter one like name@council.example"),
        (Person("Asha", "a@c.example; b@c.example"), "email", "not a whole email address"),
        (Person(team="East"), "name", "neither a name nor an email address"),
        (Person("=A1&B1"), "name", "This is a formula. Enter the words that it shows."),
        (Person("Asha", team="=VLOOKUP(A1)"), "team", "This is a formula."),
        (Person("asha@council.example"), "name", "An email address stands here."),
        (Person("Asha", team="a@c.example"), "team", "An email address stands here."),
        (Person("A" * 121), "name", "longer than 120 characters. Shorten it."),
        (Person("Asha", team="T" * 121), "team", "longer than 120 characters."),
        (Person("Asha", "a" * 250 + "@c.example"), "email", "longer than 254 characters."),
    ],
)
def test_row_that_is_wrong_says_where_and_what_to_do(person, column, words):
    found_column, message = only_problem(person)

    assert found_column == column
    assert words in message


def test_row_with_two_faults_says_both():
    [row] = check([(9, Person("=A1", "nowhere"))], listed=[]).wrong

    assert [problem.column for problem in row.problems] == ["name", "email"]


def test_same_email_in_two_rows_names_the_first_of_them():
    checked = check([(2, ASHA), (7, Person("A. Patel", "ASHA@council.example"))], listed=[])

    assert checked.ready == [(2, ASHA)]
    assert [row.number for row in checked.wrong] == [7]
    assert checked.wrong[0].problems[0].message.startswith("Row 2 has the same email address.")


def test_same_name_and_team_are_one_person_unless_their_addresses_differ():
    two = [(1, ASHA), (2, Person("asha patel", "other@council.example", "EAST"))]
    one = [(1, ASHA), (2, Person("asha patel", "", "EAST"))]
    elsewhere = [(1, ASHA), (2, Person("Asha Patel", "", "West"))]

    assert len(check(two, listed=[]).ready) == 2
    assert len(check(elsewhere, listed=[]).ready) == 2
    [row] = check(one, listed=[]).wrong
    assert "Row 1 has the same name and team." in row.problems[0].message


def test_people_on_the_list_already_are_set_aside():
    listed = [ASHA, Person("Bo Lee", "", "West"), Person("Cy", "cy@council.example", "")]
    rows = [
        (1, Person("Somebody renamed", "Asha@Council.example", "West")),
        (2, Person("Bo Lee", "bo@council.example", "West")),
        (3, Person("Cy", "another-cy@council.example", "")),
        (4, Person("Di")),
    ]

    checked = check(rows, listed=listed)

    assert checked.listed == rows[:2]
    assert checked.ready == rows[2:]


def test_rows_left_out_are_in_nobodys_way():
    checked = check([(1, ASHA), (2, ASHA)], listed=[], left_out={1})

    assert checked.ready == [(2, ASHA)]
    assert checked.left_out == [1]


def test_people_are_made_of_the_columns_that_were_chosen():
    rows = [
        (1, ("First", "Last", "Mail", "Unit")),
        (2, ("Asha", "Patel", "mailto:asha@council.example", "East")),
        (3, ("", "Lee", "", "")),
        (5, ("", "", "", "")),
    ]

    found = people_of(
        rows, columns=["first", "last", "email", "team"], headings=True, corrections={}
    )

    assert found == [(2, ASHA), (3, Person("Lee"))]


def test_words_for_no_address_are_no_address():
    rows = [(n, ("Asha", word)) for n, word in enumerate(["n/a", "-", "None", "TBC"], start=1)]

    found = people_of(rows, columns=["name", "email"], headings=False, corrections={})

    assert {person for _number, person in found} == {Person("Asha")}


def test_same_wrong_address_in_two_rows_is_wrong_twice_and_no_repetition():
    checked = check([(1, Person("Asha", "see list")), (2, Person("Bo", "see list"))], listed=[])

    assert [len(row.problems) for row in checked.wrong] == [1, 1]


def test_corrections_stand_in_the_place_of_what_was_read():
    rows = [(1, ("Asha Patel", "asha@"))]
    corrections = {"1": {"name": "Asha Patel", "email": "asha@council.example", "team": "East"}}

    found = people_of(rows, columns=["name", "email"], headings=False, corrections=corrections)

    assert found == [(1, ASHA)]


NAMES = st.sampled_from(["", "Asha", "asha", "Bo", "=A1"])
EMAILS = st.sampled_from(["", "a@c.example", "A@c.example", "b@c.example", "nowhere"])
PEOPLE = st.lists(st.builds(Person, NAMES, EMAILS, st.sampled_from(["", "East", "EAST"])))


@given(PEOPLE, PEOPLE)
def test_every_row_is_in_one_place_and_nobody_is_added_twice(people, listed):
    rows = list(enumerate(people, start=1))

    checked = check(rows, listed=listed)

    placed = [n for n, _p in (*checked.ready, *checked.listed)]
    placed += [row.number for row in checked.wrong] + checked.left_out
    assert sorted(placed) == [number for number, _person in rows]
    added = [person.email_key for _number, person in checked.ready if person.email]
    assert len(added) == len(set(added))
    assert set(added).isdisjoint(person.email_key for person in listed)
    assert all(isinstance(row, WrongRow) and row.problems for row in checked.wrong)


@given(st.text(max_size=60) | st.emails() | st.just('"a b"@c.example'))
def test_email_that_is_taken_can_stand_in_a_message_header(text):
    if is_email(text):
        assert re.fullmatch(r"[^\s<>,;]+@[^\s<>,;@]+", text)
