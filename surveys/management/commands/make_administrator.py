"""Opens the first administrator's account: everybody else is invited from the pages."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from surveys.accounts.actions import about_account, open_account, void_join_links
from surveys.accounts.joining import LINK_DAYS, join_link
from surveys.accounts.second_factor import take_second_factor
from surveys.actions import note_act
from surveys.models import AuditEntry, User


class Command(BaseCommand):
    help = (
        "Open an administrator's account and print the link to join it by. For an administrator "
        "who can no longer sign in, a new link; the second factor is then set up anew."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("name", metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        email, now = options["email"].strip().lower(), timezone.now()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("EMAIL must be an email address.") from None
        found = User.objects.filter(email=email).first()
        if found is None:
            found = open_account(
                email=email, name=options["name"], by=None, now=now, is_administrator=True
            )
        elif not found.is_administrator:
            raise CommandError(
                "This account is not an administrator's, and an administrator has no part in a "
                "round. Use another email address."
            )
        else:
            self._renew(found, now)
        self.stdout.write(
            f"Open this link and choose a password. It works once, within {LINK_DAYS} days:\n\n"
            f"  {join_link(found)}\n"
        )

    def _renew(self, found: User, now: Any) -> None:
        with transaction.atomic():
            void_join_links(found)
            take_second_factor(found)
            User.objects.filter(pk=found.pk).update(is_active=True)
            about = about_account(found, "administrator let in anew")
            note_act(who=None, act=AuditEntry.Act.ACCOUNT, now=now, about=about)
