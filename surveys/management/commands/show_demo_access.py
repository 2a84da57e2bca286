"""Prints how to come in to the demonstration as each kind of person."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from surveys.demo.practice import ways_in


class Command(BaseCommand):
    help = "Print how to come in to the practice round; on a laptop only."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("There are no demonstration accounts in production.")
        ways = ways_in()
        if ways is None:
            raise CommandError("The demonstration is not loaded. Run: manage.py load_demo")
        base = settings.BASE_URL
        own = (
            f"{base}/start/#{ways.code}"
            if ways.code
            else "all twenty practice codes have been used; come by the open link"
        )
        self.stdout.write(
            f"Caseweek is at {base}/\n\n"
            f"  As a social worker    {own}\n"
            f"  By an open link       {base}/join/{ways.open_link}/\n"
            f"  As staff              {base}/staff/\n"
            f"    link officer        {ways.officer}\n"
            f"    researcher          {ways.researcher}\n"
            f"    survey manager      {ways.manager}\n"
            f"    administrator       {ways.administrator}\n"
            f"    password of each    {ways.password}\n"
        )
