"""Write a round's microdata from the command line: the same files as the researcher's page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.microdata.ids import KEY_BYTES
from reports.microdata.release import Release, ReleaseRefused, build
from reports.microdata.settings import (
    AREAS,
    DETAILS,
    FILES,
    FORMATS,
    INTERNAL,
    KINDS,
    SettingsError,
    settings_from,
)
from surveys.actions import note_act
from surveys.models import AuditEntry, Round


class Command(BaseCommand):
    help = "Write the microdata of a round's returns that count into FOLDER."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", metavar="ROUND", help="the round's slug, as in its address")
        parser.add_argument("folder", metavar="FOLDER", type=Path, help="an empty or new folder")
        parser.add_argument("--kind", choices=list(KINDS), default=INTERNAL)
        parser.add_argument(
            "--format", choices=list(FORMATS), action="append", help="may be given several times"
        )
        parser.add_argument(
            "--file", choices=list(FILES), action="append", help="which files; all where not given"
        )
        parser.add_argument("--free-text", action="store_true", help="texts read for names, too")
        public = parser.add_argument_group("public use")
        public.add_argument("--area", choices=list(AREAS), default="sector")
        public.add_argument("--diary", choices=list(DETAILS), default="categories")
        public.add_argument("--coarser", action="append", default=[], metavar="IDENTIFIER")
        public.add_argument("--leave-out", action="append", default=[], metavar="IDENTIFIER")
        public.add_argument(
            "--suppress", action="store_true", help="set rare combinations to missing"
        )
        ids = parser.add_mutually_exclusive_group()
        ids.add_argument(
            "--key",
            type=Path,
            metavar="FILE",
            help=f"make ids with the {KEY_BYTES} bytes or more in FILE, so that a release can be "
            "repeated; without it the key is random and thrown away",
        )
        ids.add_argument(
            "--keep-ids",
            action="store_true",
            help="keep the ids of the release that this round was loaded from",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = Round.objects.filter(slug=options["round"]).first()
        if found is None:
            raise CommandError(f"There is no round {options['round']!r}.")
        folder: Path = options["folder"]
        try:
            settings = settings_from(
                {
                    "use": options["kind"],
                    "formats": options["format"] or ["csv"],
                    "files": options["file"] or list(FILES),
                    "free_text": options["free_text"],
                    "area": options["area"],
                    "diary": options["diary"],
                    "coarser": options["coarser"],
                    "left_out": options["leave_out"],
                    "suppress": options["suppress"],
                }
            )
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise CommandError(f"{folder} is not empty.")
            key = _key(options["key"]) if options["key"] else None
            release = build(found, settings, folder=folder, key=key, keep_ids=options["keep_ids"])
        except (SettingsError, ReleaseRefused) as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"Can't write into {folder}: {error.strerror}.") from None
        text = " with free text" if settings.free_text else ""
        note_act(
            who=None,
            act=AuditEntry.Act.EXPORT,
            now=timezone.now(),
            round=found,
            about=f"Microdata files ({settings.use}){text} from the command line",
        )
        self._tell(release)

    def _tell(self, release: Release) -> None:
        for entry in release.manifest["files"]:
            rows = "" if entry["rows"] is None else f", {entry['rows']:,} rows"
            self.stdout.write(f"{entry['name']}{rows}, {entry['bytes']:,} bytes")
        self.stdout.write(
            f"{release.returns_counted:,} returns; {release.returns_left_out:,} set aside."
        )
        if release.risk:
            self.stdout.write(f"k-anonymity {release.risk.k:,}.")


def _key(path: Path) -> bytes:
    found = path.read_bytes()
    if len(found) < KEY_BYTES:
        raise CommandError(f"{path} holds fewer than {KEY_BYTES} bytes.")
    return found
