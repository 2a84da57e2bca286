"""The sector of a return, derived from where its respondent says they work (question 8a).

NHS and joint services count by whom they serve, as the 2009 survey counted its teams with
health colleagues (footnotes to Table 2.6): children with children's services, adults with adult
services, both with joint departments. "Somewhere else" and no answer are "no information".
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_noop


class Sector(StrEnum):
    """The five columns of the survey's tables, in their order."""

    CSD = "csd"
    DASS = "dass"
    JOINT = "joint"
    PVI = "pvi"
    NONE = "none"

    @property
    def label(self) -> str:
        """In English, as researchers' files have it; pages translate it."""
        return _LABELS[self]


_LABELS = {
    Sector.CSD: gettext_noop("Children's services"),
    Sector.DASS: gettext_noop("Adult services"),
    Sector.JOINT: gettext_noop("Joint departments"),
    Sector.PVI: gettext_noop("Private, voluntary and independent"),
    Sector.NONE: gettext_noop("No information"),
}
_BY_SETTING = {
    "la_children": Sector.CSD,
    "la_adults": Sector.DASS,
    "la_joint": Sector.JOINT,
    "private": Sector.PVI,
    "voluntary": Sector.PVI,
    "independent": Sector.PVI,
}
_BY_SERVED = {"children": Sector.CSD, "adults": Sector.DASS, "both": Sector.JOINT}


def sector_of(answers: Mapping[str, Any]) -> Sector:
    """The sector that a return's answers say."""
    setting = answers.get("setting")
    if setting in ("nhs", "joint"):
        return _BY_SERVED.get(answers.get("serves", ""), Sector.NONE)
    return _BY_SETTING.get(setting or "", Sector.NONE)
