"""The public-use file: what it leaves out, and what an outsider finds who knows somebody."""

import csv
import itertools
import json
import tomllib

import pytest

from reports.microdata.columns import Column
from reports.microdata.forms import LABELS
from reports.microdata.public import DECLARED, declared, pooled
from reports.microdata.release import ReleaseRefused
from reports.microdata.words import LONGEST_REASON
from surveys.instruments import load_instrument
from surveys.instruments.deriving import derive
from surveys.models import Return
from tests.reports.microdata.made import WORDS, make_round, release

pytestmark = pytest.mark.django_db
WIDE = ("wide",)
COARSE = {
    "left_out": ("ethnic_group", "qualified", "full_time"),
    "coarser": ("age_group", "role_group", "sector"),
}


def rows_of(folder, name="wide"):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def known_of(one, settings):
    """What an outsider knows of a respondent, in the words of the file, worked out by hand."""
    found = derive(load_instrument("2"), one.answers, one.codings)
    file = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    known = {}
    for entry in file["identifier"]:
        if entry.get("area", "sector") != "sector" or entry["name"] in settings["left_out"]:
            continue
        level = "coarser" if entry["name"] in settings["coarser"] else "values"
        value = found[entry["from"]]
        for new, _label, olds in entry.get(level, ()):
            value = new if value in olds else value
        known[entry["name"]] = value
    return known


@pytest.mark.parametrize("suppress", [False, True])
def test_reported_risk_is_what_an_outsider_finds_by_trying(tmp_path, suppress):
    round_ = make_round(80, thresholds={"k_anonymity": 4})
    people = Return.objects.filter(round=round_)
    settings = COARSE if not suppress else {**COARSE, "coarser": ("role_group",)}
    folder = tmp_path / "a"
    if not suppress:
        round_.thresholds = {"k_anonymity": 1}  # so that the file is made whatever its risk
    done = release(round_, folder, use="public-use", files=WIDE, suppress=suppress, **settings)
    rows = rows_of(folder)

    def matching(known):
        return [
            row for row in rows if all(row[name] in (value, "-7") for name, value in known.items())
        ]

    knowledge = [known_of(one, settings) for one in people]
    alike = [len(matching(known)) for known in knowledge]
    if suppress:
        assert min(alike) >= done.risk.k >= 4
        assert any(done.risk.suppressed.values())
        counts = {name: sum(row[name] == "-7" for row in rows) for name in done.risk.suppressed}
        assert counts == done.risk.suppressed
    else:
        assert min(alike) == done.risk.k
        assert alike.count(1) == done.risk.unique
    for names in itertools.combinations(done.risk.identifiers, 2):  # who knows less finds more
        for known, size in zip(knowledge, alike, strict=True):
            assert len(matching({name: known[name] for name in names})) >= size


def test_file_with_rare_combinations_is_refused_with_advice(tmp_path):
    round_ = make_round(40)

    with pytest.raises(ReleaseRefused) as refusal:
        release(round_, tmp_path / "a", use="public-use")

    text = str(refusal.value)
    assert text.startswith("Not safe to release: 40 returns have fewer than 4 others like them in ")
    assert "Make coarser or leave out first: " in text
    assert len(text) <= LONGEST_REASON
    assert list((tmp_path / "a").iterdir()) == []


def test_nothing_that_identifies_leaves(tmp_path):
    round_ = make_round(60)
    release(round_, tmp_path / "a", use="public-use", suppress=True, free_text=True)

    names = set(rows_of(tmp_path / "a")[0])
    identifiers = {own.name for own in declared()[0]} - {"region"}
    others = {own.name for own in declared()[1]}
    days = {f"worked_{day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    hours = {f"hours_{code}" for code in ("d", "oa", "ia", "r", "oia", "s")} | {"recorded_hours"}
    assert names == {"id"} | identifiers | others | days | hours
    assert not (tmp_path / "a" / "agencies.csv").exists()
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in (tmp_path / "a").iterdir()
        if path.suffix in (".csv", ".json", ".html")
    )
    assert not any(word in text for word in WORDS if len(word) > 4)
    assert "Agency" not in text.replace("Agency uses", "")
    assert {row["mon_0900"] for row in rows_of(tmp_path / "a", "slots")} <= {
        "", "D", "OA", "IA", "R", "OIA", "S"
    }  # fmt: skip
    said = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert said["left_out"] == {"returns": 0, "with_agency": 0}


def test_region_goes_with_nothing_that_tells_the_sector(tmp_path):
    round_ = make_round(60)
    release(round_, tmp_path / "a", use="public-use", area="region", suppress=True, files=WIDE)

    names = set(rows_of(tmp_path / "a")[0])
    assert "region" in names
    assert not {"sector", "works_protection", "works_older"} & names


def test_hours_are_rounded_where_half_hours_stay_behind(tmp_path):
    round_ = make_round(60)
    release(round_, tmp_path / "a", use="public-use", diary="none", suppress=True)

    assert {path.name for path in (tmp_path / "a").iterdir()} == {
        "wide.csv", "codebook.html", "codebook.xlsx", "manifest.json"
    }  # fmt: skip
    for row in rows_of(tmp_path / "a"):
        for name, cell in row.items():
            if name.startswith("hours_") or name == "recorded_hours":
                assert int(cell) % 5 == 0
                assert int(cell) <= 60


def test_public_use_files_agree_on_hours(tmp_path):
    round_ = make_round(60)
    release(round_, tmp_path / "a", use="public-use", suppress=True)

    wide, episodes = rows_of(tmp_path / "a"), rows_of(tmp_path / "a", "episodes")
    slots = rows_of(tmp_path / "a", "slots")
    for category in ("D", "OA", "IA", "R", "OIA", "S"):
        hours = sum(float(row[f"hours_{category.lower()}"]) for row in wide)
        assert hours == sum(float(e["hours"]) for e in episodes if e["category"] == category)
        assert hours == sum(list(row.values()).count(category) for row in slots) / 2
    assert "code" not in episodes[0]


def test_rare_values_are_pooled_with_as_many_as_it_takes():
    import numpy as np

    values = (("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"))
    data = np.array([1] * 9 + [2] * 5 + [3] * 1 + [4] * 6, dtype=np.int16)

    found = pooled(Column("x", "X", "codes", data, values=values), 5)

    assert [value for value, _label in found.values] == ["a", "d", "pooled"]
    assert np.bincount(found.data).tolist() == [0, 9, 6, 6]
    assert found.note.endswith("Put together: B, C.")


def test_declaration_fits_both_questionnaires_and_has_words_for_the_page():
    identifiers, others = declared()

    for name in ("2009", "2"):
        values = {d.key: {v.value for v in d.values} for d in load_instrument(name).derived}
        for own in (*identifiers, *others):
            for level in filter(None, (own.values, own.coarser)):
                olds = [old for _new, _label, becoming in level for old in becoming]
                assert len(olds) == len(set(olds))
                assert set(olds) == values[own.source]
    assert {own.label for own in identifiers} == set(LABELS)
