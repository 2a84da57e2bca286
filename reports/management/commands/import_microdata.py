"""Load an internal CSV release, or other systems' data in its form, into an empty round."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.microdata.loading import LoadRefused, load_release
from surveys.models import Round


class Command(BaseCommand):
    help = (
        "Load the CSV files in FOLDER (wide.csv, and where there are any slots.csv, agencies.csv "
        "and manifest.json) into a round without returns. Everything is loaded, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", metavar="ROUND", help="the round's slug, as in its address")
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        found = Round.objects.filter(slug=options["round"]).first()
        if found is None:
            raise CommandError(f"There is no round {options['round']!r}.")
        if not options["folder"].is_dir():
            raise CommandError(f"There is no folder {options['folder']}.")
        try:
            loaded = load_release(
                round=found, folder=options["folder"], who=None, now=timezone.now()
            )
        except LoadRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError("Nothing was loaded.") from None
        self.stdout.write(f"Loaded {loaded.returns:,} returns and {loaded.agencies:,} agencies.")
