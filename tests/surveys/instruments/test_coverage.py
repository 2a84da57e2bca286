"""Nothing of the 2009 instrument is lost: each question, option and routing of its Appendix A has
a variable in both versions, or a deliberate change with its reason, and nothing else is asked.
"""

import inspect
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from surveys.actions import save_contact
from surveys.instruments import load_instrument

APPENDIX = tomllib.loads((Path(__file__).parent / "appendix_a.toml").read_text(encoding="utf-8"))
ITEMS = APPENDIX["question"]
DOCUMENT = Path(__file__).parents[3] / "docs" / "instruments.md"
FIRST, SECOND = load_instrument("2009"), load_instrument("2")
# Sections 1 to 16 and the diary sheet, letter by letter, as they are numbered there.
NUMBERS = """diary sheet
1 2 3 4a 4b 4c 4d 4e 4f 5a 5b 5c 6a 6b 6c 6d 7 8a 8b 9a 9b 9 9c 9d 10 11 12a 12b 12c 12d 12e
13a 13b 13c 14a 14b 14c 14d 14e 14f 15a 15b 15c 16""".replace("diary sheet\n", "diary\n")


def routing(question):
    """As the appendix's file writes it."""
    if question.show_if is None:
        return None
    return {"variable": question.show_if.question, "values": list(question.show_if.values)}


def listed(item, part="options"):
    return {entry["value"]: entry for entry in item.get(part, ())}


def by_value(question):
    return {option.value: option for option in question.options}


def test_every_number_of_the_appendix_is_listed():
    numbers = {item["number"].replace("diary sheet", "diary") for item in ITEMS}

    assert numbers == set(NUMBERS.split())


def test_2009_asks_what_the_appendix_lists_and_nothing_else():
    found = [
        {
            "variable": question.key,
            "type": question.type,
            "options": {o.value: bool(o.details) for o in question.options},
            "rows": [row.key for row in question.rows],
            "only_if": routing(question),
            "up_to": question.at_most,
        }
        for question in FIRST.questions
    ]

    assert found == [
        {
            "variable": item["variable"],
            "type": item["type"],
            "options": {v: entry.get("box", False) for v, entry in listed(item).items()},
            "rows": list(listed(item, "rows")),
            "only_if": item.get("only_if"),
            "up_to": item.get("up_to"),
        }
        for item in ITEMS
    ]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["variable"])
def test_version_2_asks_it_too_or_names_the_change(item):
    question = SECOND.question(item["variable"])

    if "gone" in item:
        assert question is None
        return
    assert question is not None
    assert question.type == item["type"]
    assert routing(question) == item.get("only_if")
    assert question.at_most == item.get("up_to")
    assert [row.key for row in question.rows] == list(listed(item, "rows"))
    kept = {value: entry for value, entry in listed(item).items() if "gone" not in entry}
    assert set(listed(item)) & set(by_value(question)) == set(kept)
    boxes = {v: entry.get("box", False) and "box_gone" not in entry for v, entry in kept.items()}
    assert {v: bool(by_value(question)[v].details) for v in kept} == boxes


def test_what_version_2_adds_is_a_change():
    asked = {item["variable"]: set(listed(item)) for item in ITEMS if "gone" not in item}
    added = {(entry["variable"], entry.get("value")) for entry in APPENDIX["added"]}

    found = set()
    for question in SECOND.questions:
        if question.key not in asked:
            found.add((question.key, None))
        else:
            new = set(by_value(question)) - asked[question.key]
            found |= {(question.key, value) for value in new}

    assert found == added


def used_changes():
    for item in (*ITEMS, *APPENDIX["added"]):
        yield from (item[key] for key in ("gone", "change") if key in item)
        for entry in item.get("options", ()):
            yield from (entry[key] for key in ("gone", "box_gone") if key in entry)


def test_every_change_has_a_reason_and_is_made():
    assert set(used_changes()) == set(APPENDIX["changes"])
    assert [key for key, reason in APPENDIX["changes"].items() if len(reason) < 20] == []


def test_every_change_stands_in_the_document():
    text = " ".join(DOCUMENT.read_text(encoding="utf-8").split())

    assert [key for key, reason in APPENDIX["changes"].items() if reason not in text] == []


@pytest.mark.parametrize("item", APPENDIX["elsewhere"], ids=lambda item: item["says"])
def test_what_no_questionnaire_asks_is_kept_where_the_list_says(item):
    if "field" in item:
        app, model, field = item["field"].split(".")

        assert apps.get_model(app, model)._meta.get_field(field).name == field
    else:
        assert item["save_contact"] in inspect.signature(save_contact).parameters
