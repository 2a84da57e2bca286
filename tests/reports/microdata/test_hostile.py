"""Damaged and hostile files: each is answered with a clear list, and nothing is stored."""

import csv
import json
import shutil

import pytest
from django.utils import timezone

from diary.models import Diary
from reports.microdata.loading import LoadRefused, load_release
from reports.microdata.loading.problems import MOST
from reports.microdata.manifest import NAME as MANIFEST
from surveys.models import Agency, AuditEntry, Authority, CodeList, Return, Round
from tests.factories import RoundFactory
from tests.reports.microdata.made import make_codes, make_round, release

pytestmark = pytest.mark.django_db
RETURNS = 4


@pytest.fixture(scope="module")
def good(django_db_setup, django_db_blocker, tmp_path_factory):
    """A release's folder that is right, of a round that is gone."""
    from django.db import transaction

    folder = tmp_path_factory.mktemp("good") / "release"
    with django_db_blocker.unblock(), transaction.atomic():
        release(make_round(RETURNS), folder, free_text=True)
        transaction.set_rollback(True)
    return folder


@pytest.fixture
def folder(good, tmp_path):
    """A copy without its manifest, whose checksums would be all that is noticed."""
    copy = tmp_path / "release"
    shutil.copytree(good, copy)
    (copy / MANIFEST).unlink()
    return copy


def refused(folder, **fields):
    """The problems, after making sure that nothing was stored."""
    round_ = empty_round(**fields)
    before = stored()
    with pytest.raises(LoadRefused) as refusal:
        load_release(round=round_, folder=folder, who=None, now=timezone.now())
    assert stored() == before
    return [str(problem) for problem in refusal.value.problems]


def empty_round(**fields):
    """A round whose list of codes is the release's."""
    round_ = RoundFactory(**fields)
    make_codes(round_)
    return round_


def stored():
    models = (Return, Diary, Agency, Authority, CodeList, AuditEntry)
    digests = list(Round.objects.values_list("instrument_digest", flat=True))
    return [model.objects.count() for model in models], digests


def change(path, **cells):
    """Set cells of a file's second row, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, first, *rows = csv.reader(file)
    for name, cell in cells.items():
        first[heading.index(name)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, first, *rows])


def rewrite(path, make):
    path.write_bytes(make(path.read_bytes()))


NUL, UTF16 = b"\0", "id,age\r\n1,2\r\n".encode("utf-16")
BROKEN_FILES = {
    "Latin 1": (lambda old: old + "é".encode("latin-1"), "is not UTF-8"),
    "UTF-16": (lambda old: UTF16, "holds a NUL character"),
    "NUL": (lambda old: old[:200] + NUL + old[200:], "holds a NUL character"),
    "line ends of CR alone": (lambda old: old.replace(b"\r\n", b"\r"), "end in CR alone"),
    "a million columns": (lambda old: b"id" + b",a" * 1_000_000 + b"\r\n", "too many columns"),
    "too many columns": (lambda old: b"id" + b",a" * 3_000 + b"\r\n", "3,001 columns"),
    "an endless row": (lambda old: old + b"1," * 2_000_000, "longer than a million"),
    "cut off in a row": (lambda old: old[: len(old) - 300], "cells, and the heading"),
    "a quote that never ends": (lambda old: old + b'"never', "quotation mark is missing"),
    "a quote in the middle": (lambda old: old + b'"a"b,c\r\n', "quotation mark is missing"),
    "an enormous cell": (lambda old: old + b'"' + b"a\r\n" * 60_000 + b'"', "can't be read"),
    "nothing": (lambda old: b"", "It is empty"),
    "two columns of one name": (lambda old: old.replace(b"id,", b"week,", 1), "have this name"),
    "no id": (lambda old: old.replace(b"id,", b"identity,", 1), "column id: This column is"),
    "an unknown column": (
        lambda old: old.replace(b"gender,", b"sex,", 1),
        "column sex: There is no",
    ),
}


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_broken_wide_file_is_refused(folder, name):
    make, expected = BROKEN_FILES[name]
    rewrite(folder / "wide.csv", make)

    problems = refused(folder)

    assert any(expected in problem for problem in problems)
    assert all(problem.startswith(("wide.csv", "slots.csv")) for problem in problems)


WRONG_CELLS = {
    "an unknown code": ({"age": "purple"}, "column age: This is none of its values"),
    "a formula": ({"contracted_hours": "=1+1"}, "column contracted_hours: Enter a number"),
    "infinity": ({"contracted_hours": "inf"}, "column contracted_hours: Enter a number"),
    "a huge number": ({"contracted_hours": "9" * 400}, "column contracted_hours: Enter a number"),
    "hours beyond the week": ({"contracted_hours": "999"}, "is not from 0 to 100"),
    "a tick that is none": ({"group_other": "yes"}, "column group_other: Enter 0 or 1"),
    "an answer that is not asked": (
        {"setting": "la_adults", "serves": "both"},
        "column serves: It has an answer, but the question is not asked",
    ),
    "a text too long": ({"job_title": "a" * 201}, "longer than 200 characters"),
    "a day that is no Monday": ({"week": "2026-11-17"}, "column week: Enter the Monday"),
    "no date": ({"week": "soon"}, "column week: Enter the Monday"),
    "an agency that is not there": ({"agency": "99"}, "agencies.csv has no row of this number"),
    "an unknown kind of day": ({"status_mon": "X"}, "column status_mon: This is none"),
    "an unknown band": ({"filled_sun": "X"}, "column filled_sun: This is none"),
    "an unknown check": ({"long_day_mon": "maybe"}, "column long_day_mon: Enter 0 or 1"),
    "an id of signs": ({"id": "<script>"}, "column id: Enter an id"),
    "an id that slots lack": ({"id": "other"}, "column id: slots.csv has no row"),
}


@pytest.mark.parametrize("name", WRONG_CELLS)
def test_wrong_cell_is_named_by_row_and_column(folder, name):
    cells, expected = WRONG_CELLS[name]
    change(folder / "wide.csv", **cells)

    problems = refused(folder)

    assert any(expected in problem for problem in problems)
    assert all(problem.startswith("wide.csv, row 2, column") for problem in problems)
    for cell in cells.values():
        assert len(cell) < 5 or cell not in " ".join(problems)  # what a cell holds is not told


def test_id_that_stands_twice_is_refused(folder):
    with (folder / "wide.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (folder / "wide.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(rows[1])

    problems = refused(folder)

    assert any("column id: This id stands twice" in problem for problem in problems)


def test_wrong_slots_are_named_by_their_half_hour(folder):
    change(folder / "slots.csv", mon_0830="Z9", sun_2330="lunch")

    assert refused(folder) == [
        f"slots.csv, row 2, column {name}: This is no activity. Enter a code (D1 to S10), "
        "or nothing."
        for name in ("mon_0830", "sun_2330")
    ]


def test_slots_of_nobody_are_refused(folder):
    rewrite(folder / "slots.csv", lambda old: old + b"nobody" + b"," * 336 + b"\r\n")

    assert refused(folder) == ["slots.csv: 1 of its ids are not in wide.csv. Take their rows out."]


WRONG_AGENCIES = {
    "number": ("one", "Enter a whole number."),
    "kind": ("office", "Enter agency, or open link."),
    "name": (" ", "Enter a name."),
    "service": ("cleaning", "Enter one of children, adults"),
    "week": ("2026-11-17", "Enter the Monday"),
    "eligible": ("many", "Enter a whole number, or nothing."),
}


@pytest.mark.parametrize("column", WRONG_AGENCIES)
def test_wrong_agency_is_named(folder, column):
    cell, expected = WRONG_AGENCIES[column]
    change(folder / "agencies.csv", **{column: cell})

    problems = refused(folder)

    assert any(
        problem.startswith(f"agencies.csv, row 2, column {column}: {expected}")
        for problem in problems
    )


def test_authority_that_is_known_otherwise_is_not_changed(folder):
    with (folder / "agencies.csv").open(encoding="utf-8", newline="") as file:
        name = next(row["authority"] for row in csv.DictReader(file) if row["authority"])
    Authority.objects.create(name=name, region="Elsewhere", type=Authority.Type.COUNTY)

    problems = refused(folder)

    assert any("The service knows this authority already, under 'Elsewhere'" in p for p in problems)


def test_file_that_the_manifest_does_not_describe_is_refused(good, tmp_path):
    shutil.copytree(good, tmp_path / "copy")
    rewrite(tmp_path / "copy" / "wide.csv", lambda old: old[:-50])
    (tmp_path / "copy" / "slots.csv").unlink()

    problems = refused(tmp_path / "copy")

    assert [problem.partition(": ")[0] for problem in problems] == ["wide.csv", "slots.csv"]
    assert "changed or cut off" in problems[0]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"form": 99}, "form 99"),
        ({"kind": "public-use"}, "Only an internal release"),
        ({"instrument_digest": "0"}, "another questionnaire"),
        ({"files": "none"}, "not a manifest"),
        ({"code_lists": [{"key": 1}]}, "not a manifest"),
    ],
)
def test_manifest_that_does_not_fit_is_refused(good, tmp_path, changes, expected):
    shutil.copytree(good, tmp_path / "copy")
    path = tmp_path / "copy" / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **changes}), encoding="utf-8")

    problems = refused(tmp_path / "copy")

    assert any(expected in problem for problem in problems)


def test_manifest_that_is_no_json_is_refused(good, tmp_path):
    shutil.copytree(good, tmp_path / "copy")
    (tmp_path / "copy" / MANIFEST).write_bytes(b"\xff{")

    assert "not a manifest" in refused(tmp_path / "copy")[0]


def test_folder_without_a_wide_file_is_refused(tmp_path):
    assert refused(tmp_path) == [
        "wide.csv: The folder has no file of this name. It holds a row a return."
    ]


def test_round_that_is_closed_is_refused(folder):
    assert "It is closed" in refused(folder, state=Round.State.CLOSED)[0]


def test_round_with_returns_is_refused(folder):
    round_ = make_round(1)
    before = stored()

    with pytest.raises(LoadRefused) as refusal:
        load_release(round=round_, folder=folder, who=None, now=timezone.now())

    assert "It has returns already" in str(refusal.value.problems[0])
    assert stored() == before


def test_list_of_problems_ends_somewhere(tmp_path):
    rows = "".join(f"{n},purple\n" for n in range(500))
    (tmp_path / "wide.csv").write_text(f"id,age\n{rows}", encoding="utf-8")

    problems = refused(tmp_path)

    assert len(problems) == MOST + 1
    assert "There are more" in problems[-1]


def test_byte_order_mark_and_plain_line_ends_are_no_problem(folder):
    for name in ("wide.csv", "slots.csv"):
        rewrite(folder / name, lambda old: b"\xef\xbb\xbf" + old)

    loaded = load_release(round=empty_round(), folder=folder, who=None, now=timezone.now())

    assert loaded.returns == RETURNS
