"""What the marks of official statistics mean, in words for readers of a table."""

from collections.abc import Iterable, Mapping

from reports.figures.results import Mark

# In the order in which notes list them.
MEANINGS: Mapping[Mark, str] = {
    Mark.CONFIDENTIAL: (
        "Confidential: the figure is hidden, so that nobody can be recognised in it or worked "
        "out from others."
    ),
    Mark.LOW: (
        "Low numbers: the figures come from few respondents. Use them with care. In a column's "
        "header it holds for the whole column; otherwise the column of flags names the figures."
    ),
    Mark.UNRELIABLE: (
        "Low reliability: too few authorities or respondents to say how far the figure may be "
        "from the true one, so there is no interval."
    ),
    Mark.NOT_AVAILABLE: "Not available: there was nothing to divide by, so there is no figure.",
    Mark.NOT_APPLICABLE: "Not applicable: there can't be a figure here.",
}


def meanings_of(marks: Iterable[Mark]) -> list[tuple[str, str]]:
    """The shorthand that is used, each with what it means, in the order of notes."""
    used = set(marks)
    return [(mark.value, meaning) for mark, meaning in MEANINGS.items() if mark in used]
