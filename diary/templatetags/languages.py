"""What templates need to be in any language: dates in its order, and the words of its scripts."""

import datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime
from django.utils.translation import get_language_info

from diary import languages

register = template.Library()


@register.filter
def day_month(date: datetime.date) -> str:
    """16 November"""
    return date_format(date, str(languages.DAY_MONTH))


@register.filter
def day_month_year(date: datetime.date) -> str:
    """16 November 2026"""
    return date_format(date, str(languages.DAY_MONTH_YEAR))


@register.filter
def moment(time: datetime.datetime) -> str:
    """16 November 2026, 14:05, in the service's time zone"""
    return date_format(template_localtime(time), str(languages.MOMENT))


@register.filter
def weekday_day_month(date: datetime.date) -> str:
    """Monday 16 November"""
    return date_format(date, str(languages.WEEKDAY_DAY_MONTH))


@register.filter
def weekday_day_month_year(date: datetime.date) -> str:
    """Monday 16 November 2026"""
    return date_format(date, str(languages.WEEKDAY_DAY_MONTH_YEAR))


@register.simple_tag
def script_words() -> SafeString | str:
    """The data block from which scripts say things in the page's language; nothing in English."""
    words = languages.script_words()
    return json_script(words, "caseweek-words") if words else ""


@register.simple_tag
def other_languages(now: str) -> list[dict[str, Any]]:
    """The languages to choose from beside the page's own: code, its own name, direction."""
    return [
        {"code": code, "name": name, "bidi": get_language_info(code)["bidi"]}
        for code, name in settings.LANGUAGES
        if code != now
    ]
