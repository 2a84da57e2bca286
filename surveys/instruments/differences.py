"""What differs between two versions of an instrument, in words: a line each difference."""

from collections.abc import Iterator

from surveys.instruments.types import Instrument, Option, Page, Question

TEXTS = ("text", "hint", "label", "unit", "usual_text")


def differences(old: Instrument, new: Instrument) -> list[str]:
    """The differences, question by question, in the new version's order; dropped ones last."""
    before = {question.key: question for question in old.questions}
    after = {question.key: question for question in new.questions}
    places = {**_places(old), **_places(new)}
    lines: list[str] = []
    for key, question in after.items():
        if key in before:
            found = [*_moved(_places(old)[key], places[key]), *_changes(before[key], question)]
            lines += [f"{key}: {line}" for line in found]
        else:
            lines.append(f"{key}: added to {places[key]} ({question.type}): {question.text}")
    lines += [
        f"{key}: dropped from {places[key]} ({question.type}): {question.text}"
        for key, question in before.items()
        if key not in after
    ]
    return [*lines, *_derived(old, new)]


def _places(instrument: Instrument) -> dict[str, str]:
    """Section/page by question."""
    pages: list[tuple[str, Page]] = [
        (f"{section.key}/{page.key}", page)
        for section in instrument.sections
        for page in section.pages
    ]
    return {question.key: place for place, page in pages for question in page.questions}


def _moved(old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"moved from {old} to {new}"


def _changes(old: Question, new: Question) -> Iterator[str]:
    if old.type != new.type:
        yield f"type was {old.type}, is {new.type}"
    for name in TEXTS:
        yield from _reworded(name, getattr(old, name), getattr(new, name))
    yield from _options(old, new)
    rows = {row.key: row.label for row in old.rows}, {row.key: row.label for row in new.rows}
    yield from _named("row", *rows)
    if _routing(old) != _routing(new):
        yield f"was asked {_routing(old)}, is asked {_routing(new)}"
    if _limits(old) != _limits(new):
        yield f"limits were {_limits(old)}, are {_limits(new)}"


def _options(old: Question, new: Question) -> Iterator[str]:
    before, after = _labels(old.options), _labels(new.options)
    yield from _named("option", before, after)
    kept = [value for value in before if value in after], [v for v in after if v in before]
    if kept[0] != kept[1]:
        yield "the options' order changed"
    boxes = _boxes(old.options), _boxes(new.options)
    for value in [value for value in before if value in after]:
        was, now = boxes[0].get(value), boxes[1].get(value)
        if was is None and now is not None:
            yield f"option {value} now opens a box"
        elif was is not None and now is None:
            yield f"option {value} no longer opens a box"
        else:
            yield from _reworded(f"text of {value}'s box", was or "", now or "")


def _named(kind: str, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    for value, label in after.items():
        if value not in before:
            yield f"{kind} {value} added: {label}"
        else:
            yield from _reworded(f"{kind} {value}", before[value], label)
    for value, label in before.items():
        if value not in after:
            yield f"{kind} {value} dropped: {label}"


def _labels(options: tuple[Option, ...]) -> dict[str, str]:
    return {
        option.value: ": ".join(filter(None, (option.group, option.label, option.hint)))
        for option in options
    }


def _boxes(options: tuple[Option, ...]) -> dict[str, str]:
    return {option.value: option.details.text for option in options if option.details}


def _reworded(name: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{name} was “{old}”, is “{new}”"


def _routing(question: Question) -> str:
    condition = question.show_if
    if condition is None:
        return "of everybody"
    if not condition.values:
        return f"where {condition.question} is answered"
    return f"where {condition.question} is {' or '.join(condition.values)}"


def _limits(question: Question) -> str:
    """All that bounds an answer, as one text to compare and to print."""
    parts = []
    if question.minimum is not None:
        parts.append(f"{question.minimum} to {question.maximum}")
    if question.whole:
        parts.append("whole")
    if question.usual:
        parts.append(f"usually {question.usual[0]} to {question.usual[1]}")
    if question.at_most:
        refused = "more refused" if question.at_most_refused else "more asked about"
        parts.append(f"at most {question.at_most}, {refused}")
    if question.max_length:
        parts.append(f"{question.max_length} characters")
    parts += [f"{option.value} only alone" for option in question.options if option.exclusive]
    return "; ".join(parts) or "none"


def _derived(old: Instrument, new: Instrument) -> Iterator[str]:
    before = {derived.key: derived for derived in old.derived}
    after = {derived.key: derived for derived in new.derived}
    for key, derived in after.items():
        if key not in before:
            yield f"{key}: derived variable added: {derived.label}"
        elif before[key] != derived:
            yield f"{key}: derived in another way"
    for key in before:
        if key not in after:
            yield f"{key}: derived variable dropped"
