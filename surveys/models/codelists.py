"""Lists of codes that researchers sort free text into."""

import uuid
from typing import ClassVar

from django.db import models

from surveys.models.rounds import Round


class CodeList(models.Model):
    """A variable made by coding the answers to some free-text questions of a round.

    `key` names the variable in files and tables and the place of its codes in `Return.codings`.
    A key that the instrument declares as a coding has the instrument's codes, and no others.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="code_lists")
    key = models.SlugField(max_length=32)
    title = models.CharField(max_length=120)
    questions = models.JSONField()  # keys of free-text questions, in order
    two_coders = models.BooleanField(
        default=False
    )  # a code counts when two agree, or it is settled

    class Meta:
        ordering: ClassVar = ["title", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="code_list_key_once_a_round"),
            models.CheckConstraint(
                name="code_list_key_is_a_variable_name",
                condition=models.Q(key__regex=r"^[a-z][a-z0-9_]*$"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Code(models.Model):
    """One code of a list."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="codes")
    value = models.SlugField(max_length=32)
    label = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_list", "value"], name="code_once_a_list"),
        ]

    def __str__(self) -> str:
        return self.label
