"""The activity classification: 40 activities in six categories, read once from activities.toml.

Source: Appendix A of the 2009 survey (diary instrument).
"""

import tomllib
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Classification:
    """All categories and activities, in the instrument's order."""

    categories: tuple[Category, ...]
    activities: tuple[Activity, ...]

    @property
    def by_code(self) -> dict[str, Activity]:
        return {activity.code: activity for activity in self.activities}

    @property
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
    for field in ("code", "symbol", "short"):
        values = [getattr(activity, field) for activity in activities]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ClassificationError(f"{field} stands twice: {', '.join(twice)}")
    return Classification(categories, tuple(activities))


CLASSIFICATION = build_classification(tomllib.loads(SOURCE.read_text(encoding="utf-8")))
CATEGORIES = CLASSIFICATION.categories
ACTIVITIES = CLASSIFICATION.activities
BY_CODE = CLASSIFICATION.by_code
BY_SYMBOL = CLASSIFICATION.by_symbol
SYMBOLS = frozenset(BY_SYMBOL)
