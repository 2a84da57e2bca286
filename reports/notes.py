"""What the tables' notes say, by key. Section numbers are those of the 2009 report."""

from collections.abc import Iterable

NOTES = {
    "pooled": (
        "Shares are pooled: all half hours that the respondents of a group gave to an activity, "
        "divided by all half hours that they recorded. A respondent who recorded more time "
        "counts for more. It is not the average of each person's share (sections 3.1 to 3.3)."
    ),
    "lunch": (
        "A half hour belongs to the one activity that took most of it. Recorded time is all "
        "half hours with an activity, lunch and breaks (S9) included (section 1.3)."
    ),
    "client_related": (
        "Client related work is direct contact with clients, case related recording, case "
        "related work in own agency and case related inter-agency work. The subtotal comes from "
        "the exact sum, so it need not equal the sum of the rounded parts."
    ),
    "sector": (
        "The sector comes from where respondents say they work (question 8a). NHS and joint "
        "services count by whom they serve. No information: no answer, or somewhere else."
    ),
    "respondents": (
        "Respondents are people who sent their return. One with an empty diary counts as a "
        "respondent and adds no time."
    ),
}

SHORTHAND = {
    "[x]": "Not available: the group recorded no time, so it has no share.",
}

SHOWN_ROUNDED = (
    "Shares are stored exactly and shown as whole percentages. To see more decimal places, "
    "change the cells' number format."
)


def used_in_order(keys: Iterable[str]) -> dict[str, int]:
    """Numbers of the notes that are used, in the order in which they stand here."""
    used = set(keys)
    unknown = used - set(NOTES)
    if unknown:
        raise KeyError(f"no such note: {', '.join(sorted(unknown))}")
    return {key: number for number, key in enumerate((k for k in NOTES if k in used), start=1)}
