"""What is worth a second look before sending: said once, in plain words, and never in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from diary import timeline
from diary.checks import BREAKS, LIMITS, Contract, Flag, check_week
from diary.models import Diary
from diary.timeline import DAY_STATUSES, as_hours
from diary.weeks import DAY_SLUGS
from surveys.contracts import contract_of
from surveys.instruments import Answers, Instrument
from surveys.instruments.answers import soft_checks
from surveys.tasklist import section_tasks


@dataclass(frozen=True)
class SecondLook:
    """A question back to the respondent, and the page where an answer would change."""

    text: str
    url: str


def second_looks(instrument: Instrument, answers: Answers, diary: Diary) -> list[SecondLook]:
    """All of them: the diary's, those of the answers, sections without any answer."""
    contract = contract_of(answers)
    return [
        *(
            _about_diary(flag, diary, contract)
            for flag in check_week(diary.slots, diary.statuses, contract)
        ),
        *(
            SecondLook(
                found.text,
                f"{reverse('surveys:page', args=[found.section, found.page])}#q-{found.question}",
            )
            for found in soft_checks(instrument, answers)
        ),
        *_empty_sections(instrument, answers),
    ]


def _about_diary(flag: Flag, diary: Diary, contract: Contract) -> SecondLook:
    if flag.day is None:
        return SecondLook(_far_from_stated(diary, contract), reverse("diary:week"))
    words = {
        "day": WEEKDAYS[flag.day],
        "hours": as_hours(timeline.half_hours(diary.day(flag.day))),
        "status": DAY_STATUSES.get(diary.statuses[flag.day], ""),
        "long": as_hours(LIMITS.longRun),
    }
    text = {
        "long_day": _("%(day)s has %(hours)s hours. Is that right?"),
        "long_run": _(
            "%(day)s has one activity for more than %(long)s hours without a break. Is that right?"
        ),
        "blank_day": _("%(day)s is blank. What kind of day was it?"),
        "status_disagrees": _("%(day)s is “%(status)s”, and has %(hours)s hours. Is that right?"),
    }[flag.name]
    return SecondLook(text % words, reverse("diary:day", args=[DAY_SLUGS[flag.day]]))


def _far_from_stated(diary: Diary, contract: Contract) -> str:
    half_hours = timeline.half_hours(diary.slots) - diary.slots.count(BREAKS)
    return _(
        "Your diary has %(hours)s hours without lunch and breaks. You said that you worked "
        "%(worked)s. Is that right?"
    ) % {"hours": as_hours(half_hours), "worked": f"{contract.worked or 0:g}"}


def _empty_sections(instrument: Instrument, answers: Answers) -> Iterator[SecondLook]:
    for task in section_tasks(instrument, answers):
        if not task.answered:
            text = _("You have not answered anything in “%(title)s”.")
            url = reverse("surveys:section", args=[task.section.key])
            yield SecondLook(text % {"title": task.section.title}, url)
