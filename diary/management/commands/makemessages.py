"""Django's makemessages, which also knows `lazy`, our second name beside `_`."""

from typing import ClassVar

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options: ClassVar = [*makemessages.Command.xgettext_options, "--keyword=lazy"]
