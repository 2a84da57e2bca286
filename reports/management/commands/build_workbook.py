"""Build a round's workbook from the command line: the same as the researcher's page builds."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.building import build_workbook
from reports.figures.reading import regions_of
from reports.figures.selecting import Selection, filters_of
from reports.tabling import INTERNAL, PUBLICATION
from surveys.instruments import load_instrument
from surveys.models import Round


class Command(BaseCommand):
    help = "Build the workbook of a round's sent returns and write it to FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", metavar="ROUND", help="the round's slug, as in its address")
        parser.add_argument("file", metavar="FILE", type=Path, help="where to write the workbook")
        parser.add_argument(
            "--publication",
            action="store_true",
            help="only published tables, protected against disclosure; otherwise it is internal",
        )
        parser.add_argument(
            "--intervals", action="store_true", help="with 95%% intervals and design effects"
        )
        parser.add_argument(
            "--weighted", action="store_true", help="weighted to the agencies' eligible staff"
        )
        parser.add_argument(
            "--filter",
            action="extend",
            nargs="+",
            default=[],
            metavar="NAME=VALUE",
            help="only respondents with one of these values, as sector=csd sector=dass",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = _round(options["round"])
        selection = Selection(
            _filters(found, options["filter"]), options["weighted"], options["intervals"]
        )
        use = PUBLICATION if options["publication"] else INTERNAL
        try:
            built = build_workbook(
                found, selection=selection, use=use, built_on=timezone.localdate()
            )
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        assert isinstance(built.content, bytes), "a workbook is built in memory"
        try:
            options["file"].write_bytes(built.content)
        except OSError as error:
            raise CommandError(f"Can't write {options['file']}: {error.strerror}.") from None
        self.stdout.write(
            f"{options['file']}: {use}, {built.returns_counted:,} returns, "
            f"{built.returns_left_out:,} left out, {len(built.content):,} bytes"
        )


def _round(slug: str) -> Round:
    found = Round.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Round.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(
            f"There is no round {slug!r}. " + (f"Rounds: {known}." if known else "There are none.")
        )
    return found


def _filters(found: Round, given: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """What was asked for, checked against what the round's questionnaire has."""
    instrument = load_instrument(found.instrument)
    offered = {own.key: own for own in filters_of(instrument, regions_of(found))}
    chosen: dict[str, tuple[str, ...]] = {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in offered:
            raise CommandError(f"There is no filter {name!r}. Filters: {', '.join(offered)}.")
        values = [known for known, _label in offered[name].values]
        if value not in values:
            raise CommandError(f"{name!r} has no value {value!r}. Values: {', '.join(values)}.")
        chosen[name] = (*chosen.get(name, ()), value)
    return chosen
