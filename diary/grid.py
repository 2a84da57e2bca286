"""What the grid in the browser is made of: the page's data, as one JSON block."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse

from diary import timeline
from diary.access import DiaryPass
from diary.checks import LIMITS, Contract
from diary.languages import classification
from diary.models import Diary
from diary.weeks import DAY_SLUGS


def grid_data(request: HttpRequest, diary: Diary, diary_pass: DiaryPass) -> dict[str, Any]:
    """A respondent's own diary and all that the grid needs around it."""
    return shell_data() | state_data(request, diary, diary_pass) | {"tasksUrl": diary_pass.back_url}


def state_data(request: HttpRequest, diary: Diary, diary_pass: DiaryPass) -> dict[str, Any]:
    """The diary as it stands at the server, and whether it may change."""
    return {
        "owner": diary_pass.owner,
        "csrf": get_token(request),
        "writable": not diary_pass.refusal,
        "refusal": str(diary_pass.refusal),
        "startsOn": diary.starts_on.isoformat(),
        "slots": diary.slots,
        "statuses": diary.statuses,
        "complete": diary.complete,
        "contract": asdict(diary_pass.contract),
    }


def shell_data() -> dict[str, Any]:
    """The same page without anybody's diary: what may be kept for use without a network."""
    return {
        "owner": None,
        "csrf": "",
        "writable": True,
        "refusal": "",
        "startsOn": None,
        "slots": None,
        "statuses": None,
        "complete": None,
        "contract": asdict(Contract()),
        "saveUrl": reverse("diary:save"),
        "stateUrl": reverse("diary:state"),
        "shellUrl": reverse("diary:offline"),
        "workerUrl": reverse("diary:service_worker"),
        "startUrl": settings.DIARY_START_URL,
        "tasksUrl": settings.DIARY_TASKS_URL,
        "idleSeconds": settings.RESPONDENT_IDLE_MINUTES * 60,
        "limits": asdict(LIMITS),
        "statusLabels": {key: str(label) for key, label in timeline.DAY_STATUSES.items()},
        "categories": [
            {
                "code": category.code,
                "label": category.label,
                "short": category.short,
                "clientRelated": category.client_related,
            }
            for category in classification().categories
        ],
        "activities": [
            {
                "code": activity.code,
                "symbol": activity.symbol,
                "label": activity.label,
                "short": activity.short,
                "category": activity.category.code,
                "search": activity.search,
            }
            for activity in classification().activities
        ],
        "dayUrls": [reverse("diary:day", args=[slug]) for slug in DAY_SLUGS],
    }
