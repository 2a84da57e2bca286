"""Instruments: each version of the questionnaire is one reviewed file, read into these types."""

from surveys.instruments.building import build_instrument
from surveys.instruments.loading import instrument_names, load_instrument
from surveys.instruments.types import (
    DAYS,
    TYPES,
    Answers,
    Condition,
    Derived,
    DerivedValue,
    Details,
    Instrument,
    InstrumentError,
    Option,
    Page,
    Question,
    Row,
    Section,
)

__all__ = [
    "DAYS",
    "TYPES",
    "Answers",
    "Condition",
    "Derived",
    "DerivedValue",
    "Details",
    "Instrument",
    "InstrumentError",
    "Option",
    "Page",
    "Question",
    "Row",
    "Section",
    "build_instrument",
    "instrument_names",
    "load_instrument",
]
