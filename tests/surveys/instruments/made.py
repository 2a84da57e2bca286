"""Small instruments and random answers for these tests."""

from typing import Any

from hypothesis import strategies as st

from surveys.instruments import Instrument, Question, build_instrument

YES_NO = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]
TEXTS = st.text(st.characters(exclude_categories=("C",)), max_size=30)


def question(**changes: Any) -> dict[str, Any]:
    """A declared question with yes and no; an entry of None is left out."""
    base = {"key": "a", "label": "A", "text": "A?", "type": "one_of", "source": "1"}
    made = {**base, "options": YES_NO, **changes}
    return {key: value for key, value in made.items() if value is not None}


def number(**changes: Any) -> dict[str, Any]:
    return question(**{"type": "number", "options": None, "minimum": 0, "maximum": 9, **changes})


def some_of(*values: str, **changes: Any) -> dict[str, Any]:
    options = [{"value": value, "label": value.title()} for value in values]
    return question(**{"type": "some_of", "options": options, **changes})


def declared(*questions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A declaration of one page with these questions."""
    page = {"key": "page", "title": "Page", "question": list(questions)}
    section = {"key": "section", "title": "Section", "page": [page]}
    return {"name": "made", "title": "Made", "section": [section], **changes}


def instrument(*questions: dict[str, Any], **changes: Any) -> Instrument:
    return build_instrument(declared(*questions, **changes))


def value_of(question: Question) -> st.SearchStrategy[Any]:
    """What somebody may answer to a question by itself: valid, but perhaps untidy or empty."""
    values = [option.value for option in question.options]
    if question.type == "one_of":
        return st.sampled_from([*values, ""])
    if question.type == "some_of":
        most = question.at_most if question.at_most_refused else len(values)
        return st.lists(st.sampled_from(values), max_size=most, unique=True)
    if question.type == "days":
        return st.lists(st.integers(0, 6), max_size=9)
    if question.type == "grid":
        rows = [row.key for row in question.rows]
        return st.dictionaries(st.sampled_from(rows), st.sampled_from([*values, ""]))
    if question.type in ("number", "year"):
        low, high = int(question.minimum or 0), int(question.maximum or 0)
        whole = st.integers(low, high)
        return whole if question.whole or question.type == "year" else whole | st.floats(low, high)
    return TEXTS


def answers_of(made: Instrument) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to any of the questions and details boxes, whether or not they are asked."""
    fields = {question.key: value_of(question) for question in made.questions}
    boxes = {d.key: TEXTS for question in made.questions for _, d in question.details}
    return st.fixed_dictionaries({}, optional={**fields, **boxes})
