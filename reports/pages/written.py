"""How figures are written on a page: rounded last, half away from zero, as the survey rounds."""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from reports.figures.results import Figure, Mark, Measure, Number, Spread

MINUS = "\N{MINUS SIGN}"
PLACES: Mapping[Measure, int] = {
    Measure.MEAN: 1,
    Measure.MEAN_HOURS: 1,
    Measure.EPISODES: 1,
}  # decimal places that are shown unless more are asked for; the others are shown whole

# Said below a table of each shorthand that is used in it.
EXPLAINED: Mapping[Mark, str] = {
    Mark.CONFIDENTIAL: gettext_noop("Confidential: hidden so that nobody can be made out."),
    Mark.LOW: gettext_noop("Low numbers: of few respondents, so treat it with caution."),
    Mark.UNRELIABLE: gettext_noop(
        "Low reliability: there are too few authorities to say how certain the figure is."
    ),
    Mark.NOT_AVAILABLE: gettext_noop("Not available: there is nobody, or no time, to divide by."),
    Mark.NOT_APPLICABLE: gettext_noop("Not applicable: there can be no such figure."),
}
INSTEAD = (Mark.CONFIDENTIAL, Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE)  # stand for the figure


def rounded(number: Number, places: int) -> Decimal:
    """A finite number to so many decimal places, half away from zero, from its exact value."""
    exact = abs(Fraction(number)) * 10**places
    whole = math.floor(exact + Fraction(1, 2))
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)


def number_text(number: Number, measure: Measure, more: int = 0) -> str:
    """A number without its unit; fractions as percentages. `more` decimal places than usual."""
    if isinstance(number, float) and not math.isfinite(number):
        return Mark.NOT_AVAILABLE.value
    places = PLACES.get(measure, 0)
    if not measure.is_count:
        places += more
    shown = rounded(number * 100 if measure.is_fraction else number, places)
    if not shown:
        shown = abs(shown)  # no minus nought
    written = number_format(shown, decimal_pos=places, use_l10n=True, force_grouping=True)
    return written.replace("-", MINUS)


def value_text(figure: Figure, more: int = 0) -> str:
    """A figure as its cell says it: "26%", "1,153", "[c]", without what stands beside it."""
    if figure.mark in INSTEAD:
        return figure.mark.value
    if figure.value is None:
        return Mark.NOT_AVAILABLE.value
    written = number_text(figure.value, figure.measure, more)
    if figure.measure.is_fraction and written != Mark.NOT_AVAILABLE.value:
        return percent(written)
    return written


def percent(written: str) -> str:
    """26%"""
    # Translators: a percentage in a table's cell, as 26%
    return pgettext("percentage", "%(number)s%%") % {"number": written}


def interval_text(spread: Spread, measure: Measure, more: int = 0) -> str:
    """ "23 to 28": the ends of a 95% interval, in the figure's unit."""
    ends = (number_text(end, measure, more) for end in (spread.lower, spread.upper))
    lower, upper = ends
    return _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}


def marks_of(figure: Figure) -> list[Mark]:
    """The shorthand that a figure's cell holds."""
    if figure.mark is not None:
        return [figure.mark]
    return [Mark.NOT_AVAILABLE] if figure.value is None else []
