"""Build a round's workbook from the command line: the same as the researcher's page builds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.building import build_workbook
from surveys.models import Round


class Command(BaseCommand):
    help = "Build the workbook of a round's sent returns and write it to FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", metavar="ROUND", help="the round's slug, as in its address")
        parser.add_argument("file", metavar="FILE", type=Path, help="where to write the workbook")

    def handle(self, *args: Any, **options: Any) -> None:
        found = _round(options["round"])
        built = build_workbook(found, built_on=timezone.localdate())
        try:
            options["file"].write_bytes(built.content)
        except OSError as error:
            raise CommandError(f"Can't write {options['file']}: {error.strerror}.") from None
        self.stdout.write(
            f"{options['file']}: {built.returns_counted:,} returns, {len(built.content):,} bytes"
        )


def _round(slug: str) -> Round:
    found = Round.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Round.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(
            f"There is no round {slug!r}. " + (f"Rounds: {known}." if known else "There are none.")
        )
    return found
