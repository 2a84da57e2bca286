"""The scale that a chart's figures stand on: round numbers from nought."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from reports.figures.results import Measure
from reports.pages.charts.series import at
from reports.pages.written import number_text, percent

STEPS = (1, 2, 2.5, 5, 10)
TICKS = 5  # at most, nought aside
ROOM = 0.04  # at the right end, so that the last letters and dots have place


@dataclass(frozen=True)
class Tick:
    """A line of the scale: where, and what it says."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Scale:
    """From 0 to `top`, in steps of `step`, both in the figures' unit."""

    measure: Measure
    top: float
    step: float

    def place(self, value: float) -> float:
        """Where along the drawing a value lies, from 0 to 1."""
        return min(max(value / self.top, 0.0), 1.0) * (1 - ROOM)

    @property
    def ticks(self) -> list[Tick]:
        """The lines of the scale, its ends included."""
        count = round(self.top / self.step)
        return [self._tick(place * self.step, place, count) for place in range(count + 1)]

    def _tick(self, value: float, place: int, count: int) -> Tick:
        more = 1 if self.measure.is_fraction and (self.step * 100) % 1 else 0
        said = number_text(round(value, 10), self.measure, more)
        label = percent(said) if self.measure.is_fraction else said
        anchor = "start" if place == 0 else "end" if place == count else "middle"
        return Tick(at(self.place(value)), label, anchor)


def scale_for(values: Iterable[float], measure: Measure) -> Scale:
    """A scale that holds all values with as few round steps as read well."""
    highest = max((value for value in values if math.isfinite(value)), default=0.0)
    if measure.is_fraction:
        highest = min(max(highest, 0.05), 1.0)
    elif highest <= 0:
        highest = 1.0
    step = _step(highest / TICKS)
    top = math.ceil(round(highest / step, 9)) * step
    return Scale(measure, min(top, 1.0) if measure.is_fraction else top, step)


def _step(rough: float) -> float:
    """The smallest round step that is at least as long."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))
