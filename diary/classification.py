"""The activity classification: 40 activities in six categories, read once from activities.toml.

Source: Appendix A of the 2009 survey (diary instrument).
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("activities.toml")
BLANK = "."


class ClassificationError(ValueError):
    """The declared classification contradicts itself."""


@dataclass(frozen=True)
class Category:
    """One of the six groups of activities."""

    code: str
    label: str
    short: str
    client_related: bool


@dataclass(frozen=True)
class Activity:
    """One of the 40 codes; `symbol` stands for it in a diary's string."""

    code: str
    symbol: str
    label: str
    short: str
    search: tuple[str, ...]
    category: Category


@dataclass(frozen=True, eq=False)  # itself only: it is what lists of choices are kept by
class Classification:
    """All categories and activities, in the instrument's order."""

    categories: tuple[Category, ...]
    activities: tuple[Activity, ...]

    @cached_property
    def by_code(self) -> dict[str, Activity]:
        return {activity.code: activity for activity in self.activities}

    @cached_property
    def by_symbol(self) -> dict[str, Activity]:
        return {activity.symbol: activity for activity in self.activities}

    def within(self, category: Category) -> tuple[Activity, ...]:
        """The activities of one category, in order."""
        return tuple(a for a in self.activities if a.category == category)


def build_classification(declared: dict[str, Any]) -> Classification:
    """Check a declared classification and return it.

    Raises ClassificationError when a code or symbol stands twice, a symbol is not one
    printable ASCII character or is the blank, or an activity's code fits no category.
    """
    categories = tuple(Category(**entry) for entry in declared["category"])
    by_code = {category.code: category for category in categories}
    activities = []
    for entry in declared["activity"]:
        category = by_code.get(entry["code"].rstrip("0123456789"))
        if category is None:
            raise ClassificationError(f"{entry['code']}: no such category")
        symbol = entry["symbol"]
        if len(symbol) != 1 or not "!" <= symbol <= "~" or symbol == BLANK:
            raise ClassificationError(f"{entry['code']}: {symbol!r} can't be a symbol")
        search = tuple(entry["search"])
        activities.append(Activity(**{**entry, "search": search}, category=category))
    return _checked(Classification(categories, tuple(activities)))


def translate_classification(
    original: Classification, translation: dict[str, Any]
) -> Classification:
    """The classification in another language: codes, symbols and order stay as they are.

    `translation` holds {"category": {code: {"label", "short"}}, "activity": {code: {"label",
    "short", "search": […]}}}. Raises ClassificationError when a code is missing or unknown, a
    text is missing, or a short label stands twice.
    """
    _check_codes(translation["category"], [category.code for category in original.categories])
    _check_codes(translation["activity"], [activity.code for activity in original.activities])
    categories = {}
    for category in original.categories:
        label, short = _texts(translation["category"], category.code)
        categories[category.code] = replace(category, label=label, short=short)
    activities = []
    for activity in original.activities:
        label, short = _texts(translation["activity"], activity.code)
        search = tuple(translation["activity"][activity.code]["search"])
        home = categories[activity.category.code]
        activities.append(replace(activity, label=label, short=short, search=search, category=home))
    return _checked(Classification(tuple(categories.values()), tuple(activities)))


def _check_codes(translated: dict[str, Any], codes: list[str]) -> None:
    wrong = sorted(set(translated) ^ set(codes))
    if wrong:
        raise ClassificationError(f"missing or unknown in the translation: {', '.join(wrong)}")


def _texts(translated: dict[str, Any], code: str) -> tuple[str, str]:
    label, short = (translated[code].get(field, "") for field in ("label", "short"))
    if not (label and short):
        raise ClassificationError(f"{code}: a text is missing in the translation")
    return label, short


def _checked(classification: Classification) -> Classification:
    for field in ("code", "symbol", "short"):
        values = [getattr(activity, field) for activity in classification.activities]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ClassificationError(f"{field} stands twice: {', '.join(twice)}")
    return classification


CLASSIFICATION = build_classification(tomllib.loads(SOURCE.read_text(encoding="utf-8")))
CATEGORIES = CLASSIFICATION.categories
ACTIVITIES = CLASSIFICATION.activities
BY_CODE = CLASSIFICATION.by_code
BY_SYMBOL = CLASSIFICATION.by_symbol
SYMBOLS = frozenset(BY_SYMBOL)
