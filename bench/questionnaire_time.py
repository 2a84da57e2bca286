"""How long the closed questions of a version take, by a model written down; nobody is timed.

    python -m bench.questionnaire_time [NAME]

A closed question is all but free text: text, long text and "please give details" boxes are left
out, as they take what the respondent gives them. What the model assumes:

- questions, hints and introductions are read at 238 words a minute, the mean of adults' silent
  reading of English non-fiction (Brysbaert 2019, Journal of Memory and Language 109, 104047);
- options and rows are skimmed at 450 words a minute (Carver 1990, Reading Rate), every one of
  them, though people stop at theirs;
- the hand follows the keystroke-level model (Card, Moran and Newell 1983, The Psychology of
  Human-Computer Interaction): 1.35 s to make up one's mind for each choice, 1.1 s to point,
  0.2 s to press, 0.4 s to move between mouse and keys, 0.28 s a key; a working week's days and
  the press that sends a page need no thought of their own;
- a number is remembered or counted in 5 s (ours: nothing published fits), and has as many digits
  as its usual largest value;
- a page is sent with one press and comes in 1 s, its title read like a question;
- two options of several are chosen, or as many as the question allows; five days of the week.

The usual route is that of most respondents in 2009: a children's department, qualified in England,
training in the past two years, no monthly study. The longest answers so that every question comes.
"""

import os
import sys
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from surveys.instruments import Instrument, Page, Question, load_instrument

READ, SKIM = 60 / 238, 60 / 450  # seconds a word
DECIDE, POINT, PRESS, HOME, KEY = 1.35, 1.1, 0.2, 0.4, 0.28
RECALL, LOAD = 5.0, 1.0
FREE = ("text", "long_text")
USUAL_ROUTE = {
    "qualified_in": "england",
    "setting": "la_children",
    "training_recent": "yes",
    "monthly_study": "no",
    "electronic_system": "yes",
}
LONGEST_ROUTE = {**USUAL_ROUTE, "qualified_in": "elsewhere", "setting": "nhs"} | {
    "monthly_study": "yes"
}
GOAL = 8.0  # minutes


@dataclass(frozen=True)
class Cost:
    """What one route through an instrument takes."""

    questions: int
    words: int
    presses: int
    seconds: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.questions + other.questions,
            self.words + other.words,
            self.presses + other.presses,
            self.seconds + other.seconds,
        )


NOTHING = Cost(0, 0, 0, 0.0)


def words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def question_cost(question: Question) -> Cost:
    """Reading and answering one closed question."""
    read = words(question.text, question.hint)
    groups = dict.fromkeys(option.group for option in question.options)
    skimmed = words(*groups, *(f"{o.label} {o.hint}" for o in question.options))
    skimmed += words(*(row.label for row in question.rows))
    reading = read * READ + skimmed * SKIM
    if question.type in ("number", "year"):
        largest = question.usual[1] if question.usual else question.maximum or 0
        digits = len(str(int(largest)))
        typing = RECALL + POINT + PRESS + 2 * HOME + digits * KEY
        return Cost(1, read + skimmed, digits, reading + typing)
    presses = presses_of(question)
    choices = 1 if question.type == "days" else presses  # a working week is one thought
    choosing = choices * DECIDE + presses * (POINT + PRESS)
    return Cost(1, read + skimmed, presses, reading + choosing)


def presses_of(question: Question) -> int:
    if question.type == "some_of":
        return question.at_most or 2
    return {"grid": len(question.rows), "days": 5}.get(question.type, 1)


def page_cost(page: Page, route: dict[str, Any]) -> Cost:
    """A page's closed questions on this route; nothing where it has none."""
    asked = [q for q in page.asked(route) if q.type not in FREE]
    if not asked:
        return NOTHING
    title = words(page.title, page.intro)
    cost = Cost(0, title, 1, title * READ + POINT + PRESS + LOAD)
    return sum((question_cost(question) for question in asked), cost)


def section_costs(instrument: Instrument, route: dict[str, Any]) -> dict[str, Cost]:
    """Each section with its introduction, by title."""
    return {
        section.title: sum(
            (page_cost(page, route) for page in section.pages),
            Cost(0, words(section.intro), 0, words(section.intro) * READ),
        )
        for section in instrument.sections
    }


def minutes(instrument: Instrument, route: dict[str, Any]) -> float:
    return sum(cost.seconds for cost in section_costs(instrument, route).values()) / 60


def main(name: str = "2") -> None:
    instrument = load_instrument(name)
    for title, route in (("usual route", USUAL_ROUTE), ("longest route", LONGEST_ROUTE)):
        costs = section_costs(instrument, route)
        print(f"Version {name}, {title}")
        for section, cost in costs.items():
            print(
                f"  {section:32} {cost.questions:3} questions {cost.words:4} words "
                f"{cost.presses:3} presses {cost.seconds:6.1f} s"
            )
        total = sum(costs.values(), NOTHING)
        print(
            f"  {'together':32} {total.questions:3} questions {total.words:4} words "
            f"{total.presses:3} presses {total.seconds / 60:6.1f} min (goal {GOAL:g})"
        )


if __name__ == "__main__":
    main(*sys.argv[1:2])
