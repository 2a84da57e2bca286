"""Version 2's closed questions keep to their goal, by the model of bench/questionnaire_time.py.

The model adds up words, options and presses; nothing is timed here.
"""

import pytest

from bench.questionnaire_time import (
    GOAL,
    LONGEST_ROUTE,
    USUAL_ROUTE,
    minutes,
    page_cost,
    question_cost,
    words,
)
from surveys.instruments import load_instrument
from tests.surveys.instruments.made import instrument, number, question, some_of

SECOND = load_instrument("2")


@pytest.mark.parametrize("route", [USUAL_ROUTE, LONGEST_ROUTE], ids=["usual", "longest"])
def test_closed_questions_of_version_2_keep_to_the_goal(route):
    assert 0 < minutes(SECOND, route) <= GOAL


@pytest.mark.parametrize("name", ["2009", "2"])
def test_longest_route_asks_every_question(name):
    assert [q.key for q in load_instrument(name).questions if not q.applies(LONGEST_ROUTE)] == []


def test_cost_of_a_question_is_words_and_presses():
    made = instrument(
        question(text="Is it so?"), number(key="n", maximum=99), some_of("x", "y", "z", key="s")
    )

    costs = [question_cost(q) for q in made.questions]

    assert [(c.questions, c.words, c.presses) for c in costs] == [(1, 5, 1), (1, 1, 2), (1, 4, 2)]
    assert round(costs[0].seconds, 2) == round(3 * 60 / 238 + 2 * 60 / 450 + 1.35 + 1.1 + 0.2, 2)


def test_page_of_free_text_costs_nothing():
    made = instrument(question(type="long_text", options=None, text="Why?"))

    assert page_cost(made.sections[0].pages[0], {}).seconds == 0
    assert words("two words", "", "more") == 3
