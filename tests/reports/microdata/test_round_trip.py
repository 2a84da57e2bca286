"""Export, import, export: the same files, on random returns; and what may come in by that door."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.timeline import SLOTS_PER_WEEK
from reports.microdata.diaries import SLOT_NAMES
from reports.microdata.loading import load_release
from reports.microdata.manifest import NAME as MANIFEST
from reports.microdata.release import ReleaseRefused, build
from reports.microdata.settings import Settings
from surveys.models import AuditEntry, Return
from tests.factories import MONDAY, AuthorityFactory, RoundFactory, WeekFactory
from tests.reports.microdata.made import WORDS, make_round, release

pytestmark = pytest.mark.django_db
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
SAID = ("round", "left_out")  # of the manifest: what is the round's own


def load(round_, folder):
    return load_release(round=round_, folder=folder, who=None, now=timezone.now())


def content(folder: Path) -> dict:
    """A release's files; of the manifest what should be the same in another round."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    said = json.loads(found.pop(MANIFEST))
    return found | {MANIFEST: {key: value for key, value in said.items() if key not in SAID}}


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000), st.lists(TEXTS, max_size=6), st.sampled_from(["2", "2009"]))
def test_export_import_export_gives_identical_files(tmp_path_factory, seed, words, instrument):
    folder = tmp_path_factory.mktemp("trip")
    wanted = {"formats": ("csv",), "free_text": True}
    first = make_round(
        5, seed=seed, words=[*WORDS, *words], instrument=instrument, title="The round"
    )
    second = RoundFactory(instrument=instrument, title="The round")
    release(first, folder / "a", **wanted)

    load(second, folder / "a")
    (folder / "b").mkdir()
    build(second, Settings(**wanted), folder=folder / "b", keep_ids=True, made_on=MONDAY)

    assert content(folder / "b") == content(folder / "a")


def test_loaded_returns_are_as_they_were_but_for_who_and_when(tmp_path):
    first, second = make_round(6), RoundFactory()
    release(first, tmp_path / "a", free_text=True)

    loaded = load(second, tmp_path / "a")

    def kept(round_):
        returns = Return.objects.filter(round=round_).select_related("diary", "agency")
        return sorted(
            (
                one.diary.slots,
                one.diary.statuses,
                one.diary.filled,
                str(one.diary.starts_on),
                json.dumps([one.answers, one.codings, one.flags], sort_keys=True),
                one.agency.name if one.agency else "",
                one.state,
            )
            for one in returns
        )

    assert kept(second) == kept(first)
    assert loaded.returns == 6
    assert loaded.agencies == first.agencies.count() + 1  # and an open link
    found = Return.objects.filter(round=second)
    assert set(found.values_list("handle", "pin_hash", "diary__locked")) == {(None, "!", True)}
    act = AuditEntry.objects.get(act=AuditEntry.Act.IMPORT)
    assert (act.round, act.about) == (second, "6 returns from files")


def test_same_release_loads_into_two_rounds(tmp_path):
    release(make_round(3), tmp_path / "a")

    rounds = [RoundFactory(), RoundFactory()]
    assert [load(round_, tmp_path / "a").returns for round_ in rounds] == [3, 3]


def test_two_releases_of_a_round_do_not_join(tmp_path):
    round_ = make_round(8)
    ids = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        build(round_, Settings(files=("wide",)), folder=tmp_path / name)
        lines = (tmp_path / name / "wide.csv").read_text(encoding="utf-8").splitlines()[1:]
        ids.append({line[:16] for line in lines})

    own = {str(pk).replace("-", "")[:16] for pk in Return.objects.values_list("pk", flat=True)}
    assert not ids[0] & ids[1]
    assert not (ids[0] | ids[1]) & own


def test_ids_are_kept_only_in_a_round_that_was_loaded(tmp_path):
    round_ = make_round(1)
    tmp_path.joinpath("a").mkdir()

    with pytest.raises(ReleaseRefused) as refusal:
        build(round_, Settings(), folder=tmp_path / "a", keep_ids=True)

    assert "not loaded from a release" in str(refusal.value)
    assert list((tmp_path / "a").iterdir()) == []


def test_texts_that_nobody_read_stay_behind_and_names_are_blacked_out(tmp_path):
    round_ = make_round(0)
    make_round(0)
    for redactions in ({}, None):
        one = make_round_of_one(round_, redactions)
    done = release(round_, tmp_path / "a", free_text=True)

    wide = (tmp_path / "a" / "wide.csv").read_text(encoding="utf-8")
    assert "Jane" not in wide
    assert wide.count("[name removed] helps") == 1
    assert done.manifest["texts_not_reviewed"] == 1
    assert one.answers["why_stayed"] == "Jane helps"


def make_round_of_one(round_, redactions):
    from surveys.redacting import reviewed
    from tests.factories import DiaryFactory, ReturnFactory

    answers = {"why_stayed": "Jane helps"}
    read = {"why_stayed": reviewed("Jane helps", [(0, 4)])} if redactions is None else redactions
    diary = DiaryFactory(locked=True)
    return ReturnFactory(round=round_, state="sent", answers=answers, redactions=read, diary=diary)


def test_data_of_another_system_come_in_with_an_id_and_a_week_alone(tmp_path):
    round_ = RoundFactory()
    WeekFactory(round=round_)
    (tmp_path / "wide.csv").write_text("id,setting,why_stayed\npaper-1,nhs,'=good\n", "utf-8")
    heading = ",".join(("id", *SLOT_NAMES))
    week = ",".join(["D1", "D1", *[""] * (SLOTS_PER_WEEK - 2)])
    (tmp_path / "slots.csv").write_text(f"\ufeff{heading}\npaper-1,{week}\n", encoding="utf-8")

    load(round_, tmp_path)

    one = Return.objects.get(round=round_)
    assert one.answers == {"setting": "nhs", "why_stayed": "=good"}
    assert (one.diary.starts_on, one.diary.slots.rstrip(".")) == (MONDAY, "AA")
    assert one.redactions == {}  # nobody has read its texts for names
    assert ["status_disagrees", 0] not in one.flags  # flags were made anew
    assert ["blank_day", 1] in one.flags


def test_commands_export_and_import(tmp_path, capsys):
    first, second = make_round(4), RoundFactory()
    (tmp_path / "key").write_bytes(bytes(32))

    for name in ("a", "b"):
        call_command(
            "export_microdata", first.slug, tmp_path / name, "--format", "csv", "--key",
            tmp_path / "key",
        )  # fmt: skip
    call_command("import_microdata", second.slug, tmp_path / "a")
    call_command("export_microdata", second.slug, tmp_path / "c", "--keep-ids")

    assert "4 returns; 0 set aside." in capsys.readouterr().out
    wide = [(tmp_path / name / "wide.csv").read_bytes() for name in "abc"]
    assert wide[0] == wide[1] == wide[2]
    acts = AuditEntry.objects.order_by("pk").values_list("act", "about")
    assert [about for act, about in acts if act == AuditEntry.Act.EXPORT] == [
        "Microdata files (internal) from the command line"
    ] * 3


def test_export_command_refuses_a_folder_with_files_in_it(tmp_path):
    (tmp_path / "mine.txt").touch()

    with pytest.raises(CommandError, match="not empty"):
        call_command("export_microdata", make_round(1).slug, tmp_path)


def test_import_command_lists_what_is_wrong(tmp_path, capsys):
    AuthorityFactory()
    (tmp_path / "wide.csv").write_text("id,setting\n1,moon\n1,nhs\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("import_microdata", RoundFactory().slug, tmp_path)

    lines = capsys.readouterr().err.splitlines()
    places = [line.partition(":")[0] for line in lines]
    assert set(places) == {
        "wide.csv, row 2, column setting",
        "wide.csv, row 2, column week",
        "wide.csv, row 3, column id",
        "wide.csv, row 3, column week",
    }
