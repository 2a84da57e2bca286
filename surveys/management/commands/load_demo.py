"""Loads the demonstration: the 2009 survey reconstructed, and a practice round."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from surveys.demo import practice
from surveys.demo.load import load_reconstruction
from surveys.models import Round

SLUG = "survey-2009"
MOST = 1_000_000


class Command(BaseCommand):
    help = (
        "Load the demonstration: the 2009 survey, reconstructed (no row is a person), and a "
        "practice round. Does nothing where it is loaded already."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--returns",
            type=int,
            metavar="N",
            help="make N returns by drawing from the reconstruction, for load tests",
        )
        parser.add_argument("--seed", type=int, default=2009, help="what the draw repeats by")
        parser.add_argument(
            "--round", metavar="SLUG", help=f"the new round's short name (default: {SLUG})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count, seed = options["returns"], options["seed"]
        if count is not None and not 1 <= count <= MOST:
            raise CommandError(f"--returns takes a number from 1 to {MOST:,}.")
        slug = options["round"] or (SLUG if count is None else f"demo-{count}")
        found = Round.objects.filter(slug=slug).first()
        if found is None:
            found = load_reconstruction(
                slug=slug, returns=count, seed=seed, say=lambda text: self._say(text, options)
            )
            self.stdout.write(f'Loaded "{found.title}" as {slug}.')
        elif count is not None:
            raise CommandError(
                f"There is a round called {slug} already. Choose another name with --round."
            )
        else:
            self.stdout.write(f'"{found.title}" is loaded already.')
        if count is None and not Round.objects.filter(slug=practice.SLUG).exists():
            practice.load_practice(today=timezone.localdate(), reconstruction=found)
            self.stdout.write("Loaded the practice round.")

    def _say(self, text: str, options: dict[str, Any]) -> None:
        if options["verbosity"] > 1:
            self.stdout.write(text)
