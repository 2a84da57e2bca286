"""Every file read back: values, labels, types and missing values, and the same totals in all."""

import csv
import hashlib
import json

import polars as pl
import pyreadstat
import pytest

from diary.classification import ACTIVITIES, BY_SYMBOL, CATEGORIES
from diary.timeline import BLANK
from reports.figures.counting import compute
from reports.figures.loading import all_tables
from reports.figures.reading import read_frame
from reports.microdata.columns import LONGEST_NAME, RESERVED
from reports.microdata.csvfile import unguarded
from reports.microdata.diaries import SLOT_NAMES
from reports.microdata.ids import release_id
from reports.microdata.release import build_zip
from surveys.instruments import load_instrument
from surveys.instruments.codebook import variables
from surveys.instruments.columns import row_of
from surveys.models import Agency, Return
from tests.factories import MONDAY
from tests.reports.microdata.made import KEY, make_round, release
from tests.reports.microdata.reading_back import (
    as_csv,
    codebook_rows,
    expected_of,
    labels_of,
    rows_of,
    shown_of,
)

FORMATS = ("csv", "sav", "dta", "parquet")
RETURNS = 15
TABLES = ("wide", "slots", "episodes")
MISSING = {"-9": "a", "-8": "b"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """A release in all formats, with what the database held of it; made once, then rolled back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        round_ = make_round(RETURNS)
        folder = tmp_path_factory.mktemp("made") / "release"
        done = release(round_, folder, formats=FORMATS, free_text=True)
        returns = list(Return.objects.filter(round=round_).select_related("diary", "agency"))
        agencies = list(Agency.objects.filter(round=round_).order_by("name"))
        frame = read_frame(round_)
        transaction.set_rollback(True)
    by_id = {release_id(KEY, one.pk): one for one in returns}
    return done, folder, by_id, agencies, frame


def test_wide_file_holds_the_codebooks_row_of_every_return(made):
    _done, folder, by_id, _agencies, _frame = made
    instrument = load_instrument("2")
    texts = {v.name for v in variables(instrument) if v.type == "text"}

    for row in rows_of(folder, "wide"):
        one = by_id[row["id"]]
        expected = {
            name: str(value) for name, value in row_of(instrument, one.answers, one.codings).items()
        }
        found = {name: unguarded(row[name]) if name in texts else row[name] for name in expected}
        assert found == expected


def test_wide_file_holds_the_diary_and_where_the_return_came_by(made):
    _done, folder, by_id, agencies, _frame = made
    numbers = {agency.pk: str(n) for n, agency in enumerate(agencies, 1)}
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

    for row in rows_of(folder, "wide"):
        one = by_id[row["id"]]
        week = one.diary.slots
        if one.agency_id:
            assert row["agency"] == numbers[one.agency_id]
            assert row["service"] == one.agency.service
        assert row["week"] == one.diary.starts_on.isoformat()
        for stem, symbols in (("status", one.diary.statuses), ("filled", one.diary.filled)):
            assert [row[f"{stem}_{day}"] or BLANK for day in days] == list(symbols)
        for activity in ACTIVITIES:
            hours = week.count(activity.symbol) / 2
            assert float(row[f"hours_{activity.code.lower()}"]) == hours
        raised = {name: day for name, day in one.flags if day is None}
        assert row["flag_far_from_stated"] == str(int("far_from_stated" in raised))
        long_days = [day for name, day in one.flags if name == "long_day"]
        assert [n for n, day in enumerate(days) if row[f"long_day_{day}"] == "1"] == long_days


def test_rows_stand_in_the_order_of_ids_and_slots_are_the_diary(made):
    _done, folder, by_id, _agencies, _frame = made
    rows = rows_of(folder, "slots")

    assert [row["id"] for row in rows] == sorted(by_id)
    for row in rows:
        codes = [BY_SYMBOL[s].code if s != BLANK else "" for s in by_id[row["id"]].diary.slots]
        assert [row[name] for name in SLOT_NAMES] == codes


def test_totals_of_wide_slot_and_episode_files_are_equal(made):
    _done, folder, _by_id, _agencies, _frame = made
    wide, slots = rows_of(folder, "wide"), rows_of(folder, "slots")
    episodes, spells = rows_of(folder, "episodes"), rows_of(folder, "sequences_spell")
    states = rows_of(folder, "sequences_sts")

    for activity in ACTIVITIES:
        code = activity.code
        hours = sum(float(row[f"hours_{code.lower()}"]) for row in wide)
        assert hours == sum(list(row.values()).count(code) for row in slots) / 2
        assert hours == sum(float(row["hours"]) for row in episodes if row["code"] == code)
        assert hours == sum(list(row.values()).count(code) for row in states) / 2
        own = [row for row in spells if row["state"] == code]
        assert hours == sum(int(row["end"]) - int(row["begin"]) + 1 for row in own) / 2
    for category in CATEGORIES:
        hours = sum(float(row[f"hours_{category.code.lower()}"]) for row in wide)
        own = [row for row in episodes if row["category"] == category.code]
        assert hours == sum(float(row["hours"]) for row in own)
    assert all(len(row["start"]) == len(row["end"]) == 5 for row in episodes)


def test_totals_are_those_of_the_survey_tables(made):
    _done, folder, _by_id, _agencies, frame = made
    wide = rows_of(folder, "wide")

    for number, kinds in (("C1", ACTIVITIES), ("3.3", CATEGORIES)):
        table = next(one for one in all_tables() if one.number == number)
        result = compute(table, frame)
        lines = {line.key: line for line in result.panels[0].lines}
        for kind in kinds:
            total = lines[kind.code].figures[-1]
            hours = sum(float(row[f"hours_{kind.code.lower()}"]) for row in wide)
            recorded = sum(float(row["recorded_hours"]) for row in wide)
            assert (hours, recorded) == (total.numerator / 2, total.denominator / 2)
            for place, group in enumerate(lines[kind.code].figures[:-1]):
                sector = result.groups[place].key[0]
                own = [row for row in wide if row["sector"] == sector]
                hours = sum(float(row[f"hours_{kind.code.lower()}"]) for row in own)
                assert hours == group.numerator / 2


@pytest.mark.parametrize("table", TABLES)
def test_spss_file_holds_the_same_with_labels_and_missingvalues_of(made, table):
    _done, folder, _by_id, _agencies, _frame = made
    frame, about = pyreadstat.read_sav(
        folder / f"{table}.sav", user_missing=True, output_format="polars"
    )

    shown = {
        name: [shown_of(cell, about.variable_value_labels.get(name)) for cell in frame[name]]
        for name in frame.columns
    }
    assert shown == expected_of(folder, table, longest=120)
    assert about.column_names_to_labels == labels_of(folder, table)
    if table == "wide":
        missing = {name: {r["lo"] for r in own} for name, own in about.missing_ranges.items()}
        assert missing["contracted_hours"] == {-9}
        assert missing["serves"] == {-9, -8}
        measures = about.variable_measure
        assert [measures[n] for n in ("gender", "age_table_2_1", "active_cases")] == [
            "nominal",
            "nominal",
            "scale",
        ]
        assert measures["practice_table_2_12"] == "ordinal"
        assert str(frame.schema["week"]) == "Date"
        without = pyreadstat.read_sav(folder / "wide.sav", output_format="polars")[0]
        rows = rows_of(folder, "wide")
        answered = sum(row["contracted_hours"] != "-9" for row in rows)
        assert without["contracted_hours"].drop_nulls().len() == answered


@pytest.mark.parametrize("table", TABLES)
def test_stata_file_holds_the_same_with_labels_and_letters_for_missing(made, table):
    _done, folder, _by_id, _agencies, _frame = made
    cells, about = pyreadstat.read_dta(
        folder / f"{table}.dta", user_missing=True, output_format="dict"
    )

    shown = {
        name: [shown_of(cell, about.variable_value_labels.get(name)) for cell in own]
        for name, own in cells.items()
    }
    assert shown == expected_of(folder, table)
    labels = {name: label[:80] for name, label in labels_of(folder, table).items()}
    assert about.column_names_to_labels == labels
    if table == "wide":
        plain = pyreadstat.read_dta(folder / "wide.dta", output_format="dict")[0]["serves"]
        rows = rows_of(folder, "wide")
        assert [cell is None for cell in plain] == [row["serves"] in MISSING for row in rows]
        assert about.missing_user_values["serves"] == ["a", "b"]


@pytest.mark.parametrize("table", TABLES)
def test_parquet_file_holds_the_same_values_typed(made, table):
    _done, folder, _by_id, _agencies, _frame = made
    frame = pl.read_parquet(folder / f"{table}.parquet")

    found = {name: [as_csv(cell) for cell in frame[name]] for name in frame.columns}
    rows = rows_of(folder, table)
    expected = {name: [unguarded(row[name]) for row in rows] for name in rows[0]}
    assert found == expected
    if table == "wide":
        kinds = {name: str(kind) for name, kind in frame.schema.items()}
        assert kinds["week"] == "Date"
        assert kinds["contracted_hours"] == "Float64"
        assert kinds["contracted_days_mon"] == "Int16"
        assert kinds["gender"].startswith("Enum")
        about = json.loads(pl.read_parquet_metadata(folder / "wide.parquet")["variables"])
        assert about["gender"]["label"] == "Gender"


def test_names_are_valid_everywhere_and_unique(made):
    done, folder, _by_id, _agencies, _frame = made

    for entry in done.manifest["files"]:
        if entry["name"].endswith(".csv"):
            with (folder / entry["name"]).open(encoding="utf-8", newline="") as file:
                names = next(csv.reader(file))
            assert len({name.lower() for name in names}) == len(names) == entry["columns"]
            for name in names:
                assert name.isidentifier()
                assert len(name) <= LONGEST_NAME
                assert name not in RESERVED


def test_codebook_says_every_variable_of_every_file(made):
    done, folder, _by_id, _agencies, _frame = made
    rows = codebook_rows(folder)
    said = {(row[0], row[1]) for row in rows}
    page = (folder / "codebook.html").read_text(encoding="utf-8")

    for table in (*TABLES, "agencies", "sequences_sts", "sequences_spell"):
        for name in rows_of(folder, table)[0]:
            shown = f"{SLOT_NAMES[0]} … {SLOT_NAMES[-1]}" if name in SLOT_NAMES else name
            assert (table, shown) in said
            assert f"<code>{shown}</code>" in page
    gender = {row[5]: row[8] for row in rows if row[:2] == ("wide", "gender")}
    column = [row["gender"] for row in rows_of(folder, "wide")]
    assert gender == {value: column.count(value) for value in gender}
    assert sum(gender.values()) == done.returns_counted
    assert "<script" not in page
    assert "http" not in page
    assert "=Unnamed, Ltd" in page


def test_manifest_describes_the_files(made):
    done, folder, _by_id, agencies, _frame = made
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    assert said == done.manifest
    assert {entry["name"] for entry in said["files"]} == {
        path.name for path in folder.iterdir() if path.name != "manifest.json"
    }
    for entry in said["files"]:
        content = (folder / entry["name"]).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (
            len(content),
            hashlib.sha256(content).hexdigest(),
        )
    wide = next(entry for entry in said["files"] if entry["name"] == "wide.sav")
    assert wide["rows"] == RETURNS == said["returns"]
    assert (said["kind"], said["created"]) == ("internal", MONDAY.isoformat())
    assert said["code_lists"][0]["codes"] == [["team", "The team"], ["pay", "Pay"]]
    assert len(agencies) == len(rows_of(folder, "agencies")) - 1  # and an open link


def test_zip_of_the_same_files_is_the_same(made, tmp_path):
    _done, folder, _by_id, _agencies, _frame = made

    build_zip(folder, tmp_path / "a.zip")
    build_zip(folder, tmp_path / "b.zip")

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
