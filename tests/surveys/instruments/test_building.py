"""From a declaration to an instrument: what is read, and what is refused with its place."""

import pytest

from surveys.instruments import (
    Condition,
    Details,
    InstrumentError,
    Option,
    build_instrument,
    instrument_names,
    load_instrument,
)
from tests.surveys.instruments.made import YES_NO, declared, instrument, number, question, some_of

BOX = {"value": "other", "label": "Other", "details": "Other, named"}
ROWS = [{"key": "one", "label": "One"}]


def refusal(*questions, **changes):
    with pytest.raises(InstrumentError) as refused:
        build_instrument(declared(*questions, **changes))
    return str(refused.value)


def test_versions_that_ship():
    assert instrument_names() == ("2", "2009")


@pytest.mark.parametrize("name", instrument_names())
def test_shipped_version_names_itself_and_each_source(name):
    shipped = load_instrument(name)

    assert shipped.name == name
    assert [q.key for q in shipped.questions if not q.source] == []


@pytest.mark.parametrize("name", instrument_names())
def test_section_of_a_shipped_version_has_at_most_five_pages(name):
    assert {len(section.pages) <= 5 for section in load_instrument(name).sections} == {True}


def test_unknown_instrument_is_refused_even_as_a_path():
    with pytest.raises(InstrumentError, match="There is no instrument called"):
        load_instrument("../versions/2")


def test_choices_are_shared_by_name():
    made = instrument(question(options="yes_no"), choices={"yes_no": YES_NO})

    assert made.question("a").options == (Option("yes", "Yes"), Option("no", "No"))


def test_only_box_is_named_after_its_question():
    made = instrument(question(options=[*YES_NO, BOX]))

    assert made.question("a").option("other").details == Details("a_details", "Other, named")


def test_boxes_of_a_question_with_several_are_named_after_their_options():
    boxes = [{**BOX, "value": "x"}, {**BOX, "value": "y"}]
    made = instrument(question(options=boxes))

    assert [details.key for _, details in made.question("a").details] == [
        "a_x_details",
        "a_y_details",
    ]


@pytest.mark.parametrize(
    ("show_if", "condition"),
    [
        ({"question": "a", "equals": "yes"}, Condition("a", ("yes",))),
        ({"question": "a", "any_of": ["yes", "no"]}, Condition("a", ("yes", "no"))),
        ({"question": "a", "answered": True}, Condition("a")),
    ],
)
def test_condition_is_one_of_three(show_if, condition):
    made = instrument(question(), question(key="b", show_if=show_if))

    assert made.question("b").show_if == condition


def test_condition_on_several_choices_holds_when_one_of_them_is_chosen():
    condition = Condition("a", ("x", "y"))

    assert [condition.holds({"a": given}) for given in (["x"], ["z", "y"], ["z"], [])] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ([question(), question()], "section/page/a: stands twice"),
        ([question(key=None)], "section/page/a question without a key: has no key"),
        ([question(key="A b")], "section/page/A b: a key is small letters"),
        ([question(colour="red")], "section/page/a: does not know colour"),
        ([question(label="")], "section/page/a: has no label"),
        ([question(text=" A?")], "section/page/a: text begins or ends with a space"),
        ([question(type="colour")], "section/page/a: no such type as 'colour'"),
        ([question(options=[])], "section/page/a: one_of needs options"),
        ([number(options=YES_NO)], "section/page/a: number has no options"),
        ([question(options="maybe")], "section/page/a: there are no choices called 'maybe'"),
        ([some_of("x", "x")], "section/page/a: x stands twice"),
        ([some_of("X y")], "section/page/a: 'X y' is not a value"),
        ([question(options=[{"value": "x"}])], "section/page/a/options: has no label"),
        ([question(rows=ROWS)], "section/page/a: a grid has rows, and nothing else has"),
        ([question(type="grid")], "section/page/a: a grid has rows, and nothing else has"),
        ([question(type="grid", rows=[*ROWS, *ROWS])], "section/page/a: one stands twice"),
        ([question(type="grid", rows=ROWS, options=[BOX])], "section/page/a: a grid opens no box"),
        ([question(at_most=1)], "section/page/a: at_most goes with some_of"),
        ([some_of("x", "y", at_most=2)], "section/page/a: at_most is from 1 to one less than"),
        ([some_of("x", at_most_refused=True)], "section/page/a: at_most_refused needs at_most"),
        ([number(maximum=None)], "section/page/a: needs a minimum below its maximum"),
        ([number(minimum=9)], "section/page/a: needs a minimum below its maximum"),
        ([number(usual=[0, 10])], "section/page/a: usual lies within minimum and maximum"),
        ([number(usual_text="Right?")], "section/page/a: usual_text needs usual"),
        ([question(unit="hours")], "section/page/a: limits and units go with numbers"),
        ([question(whole=True)], "section/page/a: whole goes with numbers"),
        ([question(max_length=9)], "section/page/a: max_length goes with text"),
        ([question(show_if={"question": "b", "equals": "yes"})], "needs an earlier question"),
        ([question(show_if={"question": "a", "equals": "yes"})], "needs an earlier question"),
        (
            [question(), question(key="b", show_if={"question": "a", "any_of": ["maybe"]})],
            "section/page/b: a has no option maybe",
        ),
        (
            [question(), question(key="b", show_if={"question": "a", "any_of": []})],
            "section/page/b: its condition names no value",
        ),
        (
            [number(), question(key="b", show_if={"question": "a", "equals": "1"})],
            "section/page/b: a has no options to be equal to",
        ),
        (
            [question(), question(key="b", show_if={"question": "a"})],
            "section/page/b: a condition says equals, any_of or answered",
        ),
        (
            [question(), question(key="b", show_if={"question": "a", "less_than": 3})],
            "section/page/b/show_if: does not know less_than",
        ),
        (
            [question(options=[BOX]), question(key="a_details", type="text", options=None)],
            "a_details: two variables would have this name",
        ),
        ([some_of("c"), question(key="a_c")], "a_c: two variables would have this name"),
        ([some_of("x" * 31)], f"a_{'x' * 31}: a variable's name is up to 32"),
        ([question(key="with")], "with: a variable's name is up to 32"),
    ],
)
def test_wrong_question_is_refused_by_place(questions, problem):
    assert problem in refusal(*questions)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"colour": "red"}, "instrument: does not know colour"),
        ({"title": ""}, "instrument: has no title"),
        ({"section": []}, "instrument: has no section"),
        ({"section": [{"key": "s", "title": "S"}]}, "s: has no page"),
        ({"section": [{"key": "S", "title": "S", "page": [1]}]}, "S: a key here is small letters"),
        ({"section": [{"key": "s", "title": "S", "page": [1]}]}, "s/a page without a key: is not"),
    ],
)
def test_wrong_frame_is_refused_by_place(changes, problem):
    assert problem in refusal(question(), **changes)


def test_page_stands_once_in_its_section():
    twice = declared(question())
    page = {"key": "page", "title": "Page", "question": [question(key="b")]}
    twice["section"][0]["page"].append(page)

    with pytest.raises(InstrumentError, match="section: page stands twice"):
        build_instrument(twice)
