"""Writes the codebook of a version of the questionnaire."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.instruments import InstrumentError, instrument_names, load_instrument
from surveys.instruments.codefile import codebook_csv


class Command(BaseCommand):
    help = "Write the codebook of a version of the questionnaire as CSV, a line a variable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help=f"the version: {', '.join(instrument_names())}")
        parser.add_argument("--output", type=Path, help="a file to write instead of printing")

    def handle(self, *args: Any, name: str, output: Path | None, **options: Any) -> None:
        try:
            text = codebook_csv(load_instrument(name))
        except InstrumentError as error:
            raise CommandError(str(error)) from None
        if output is None:
            self.stdout.write(text.removeprefix("\ufeff"), ending="")
            return
        output.write_bytes(text.encode())
        self.stdout.write(f"Wrote {output}.")
