"""Shows the difference between two versions of the questionnaire."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.instruments import InstrumentError, instrument_names, load_instrument
from surveys.instruments.differences import differences


class Command(BaseCommand):
    help = "Show in words what differs between two versions of the questionnaire."

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join(instrument_names())
        parser.add_argument("old", help=f"the older version: {names}")
        parser.add_argument("new", help="the newer version")

    def handle(self, *args: Any, old: str, new: str, **options: Any) -> None:
        try:
            found = differences(load_instrument(old), load_instrument(new))
        except InstrumentError as error:
            raise CommandError(str(error)) from None
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"{len(found)} differences." if found else "No difference.")
