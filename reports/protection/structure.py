"""What readers know of variables without seeing an answer: which values are parts of others.

Variables made from one number or one question are of one family. Their values are sets of its
atoms, the finest values that any of them tells apart: "10 or under" is 0, "5 or fewer" and "6-10".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.types import Derived, DerivedValue, Instrument, Question

MISSING = "(missing)"
YES, NO, NONE = "yes", "no", "none"
ANSWERED = "(answered)"
OTHER = "(other)"

Atoms = frozenset[str]

# Functions of answers whose values are parts of each other's: family, and atoms of each value.
SETTING = "sector and agency"  # never the key of a question: that is a family of its own
ROLE = "coded role"
FUNCTIONS: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "agency": (
        SETTING,
        {v: (v,) for v in ("csd", "dass", "joint", "voluntary", "private", "independent", "none")},
    ),
    "sector": (
        SETTING,
        {
            **{v: (v,) for v in ("csd", "dass", "joint", "none")},
            "pvi": ("voluntary", "private", "independent"),
        },
    ),
    "role_2_4": (
        ROLE,
        {
            "manager": ("manager_adult", "manager_children", "manager_neither"),
            "senior": ("senior",),
            "social_worker": ("social_worker", "others"),
            "none": (MISSING,),
        },
    ),
    "role_3_11": (
        ROLE,
        {
            **{v: (v,) for v in ("manager_adult", "manager_children", "senior", "social_worker")},
            "other": ("manager_neither", "others", MISSING),
        },
    ),
}


@dataclass(frozen=True)
class Meaning:
    """A variable's family, and which of its atoms each value is."""

    family: str
    atoms: Mapping[str, Atoms]


@dataclass
class Structure:
    """`meanings` of variables; `question` of families whose MISSING is that of a whole question.

    Variables that it does not know are families of their own, of the values that were seen.
    """

    meanings: dict[str, Meaning] = field(default_factory=dict)
    question: dict[str, str] = field(default_factory=dict)
    whole: dict[str, Atoms] = field(default_factory=dict)

    def add(self, variable: str, meaning: Meaning) -> None:
        self.meanings[variable] = meaning
        every = frozenset().union(*meaning.atoms.values())
        self.whole[meaning.family] = self.whole.get(meaning.family, frozenset()) | every

    def see(self, variable: str, values: Iterable[str], *, all_of_them: bool) -> None:
        """Learn values of a variable that no instrument declares, from the tables."""
        known = self.meanings.get(variable)
        if known is not None and known.family != f"seen:{variable}":
            return
        family = f"seen:{variable}"
        atoms = {value: frozenset({value}) for value in values}
        self.meanings[variable] = Meaning(family, {**(known.atoms if known else {}), **atoms})
        whole = self.whole.get(family, frozenset({OTHER})).union(values)
        self.whole[family] = whole - {OTHER} if all_of_them else whole

    def condition(self, variable: str, values: Iterable[str]) -> tuple[str, Atoms]:
        """The family and atoms of some values of a variable. Raises KeyError."""
        meaning = self.meanings[variable]
        return meaning.family, frozenset().union(*(meaning.atoms[value] for value in values))

    def canonical(self, conditions: Mapping[str, Atoms]) -> frozenset[tuple[str, Atoms]]:
        """Conditions in the one way in which they are written: those that hold for everybody left
        out, and no answer to a question written the same for all of its options."""
        found = set()
        for family, atoms in conditions.items():
            if atoms == self.whole[family]:
                continue
            question = self.question.get(family)
            if question and atoms == {MISSING}:
                found.add((question, frozenset({MISSING})))
            elif question and atoms == self.whole[family] - {MISSING}:
                found.add((question, frozenset({ANSWERED})))
            else:
                found.add((family, atoms))
        return frozenset(found)


def structure_of(instrument: Instrument | None = None) -> Structure:
    """What an instrument declares; without one, what all that know a variable agree on."""
    instruments = [instrument] if instrument else [load_instrument(n) for n in instrument_names()]
    each = [_of_instrument(one) for one in instruments]
    made = Structure()
    for one in each:
        for variable, meaning in one.meanings.items():
            if variable not in made.meanings and all(_same(o, one, variable) for o in each):
                made.add(variable, meaning)
                if question := one.question.get(meaning.family):
                    made.question[meaning.family] = question
                    made.whole[question] = frozenset({ANSWERED, MISSING})
    return made


def _same(other: Structure, one: Structure, variable: str) -> bool:
    """Whether another version says the same of a variable, whatever its number is called."""
    found = other.meanings.get(variable)
    return found is None or found.atoms == one.meanings[variable].atoms


def _of_instrument(instrument: Instrument) -> Structure:
    made = Structure()
    questions = {question.key: question for question in instrument.questions}
    for variable, meaning in (
        *_bands(instrument.derived),
        *_maps(instrument.derived, questions),
        *_functions(instrument.derived),
    ):
        made.add(variable, meaning)
    for question in questions.values():
        if question.type == "some_of":
            _add_options(made, question, instrument.derived)
    return made


def _functions(derived: Iterable[Derived]) -> Iterator[tuple[str, Meaning]]:
    for own in derived:
        if own.kind == "function" and own.function in FUNCTIONS:
            family, atoms = FUNCTIONS[own.function]
            yield own.key, Meaning(family, {v: frozenset(a) for v, a in atoms.items()})


def _maps(
    derived: Iterable[Derived], questions: Mapping[str, Question]
) -> Iterator[tuple[str, Meaning]]:
    for question in questions.values():
        if question.type == "one_of":
            options = {option.value: frozenset({option.value}) for option in question.options}
            none = "none_given" if "none_given" not in options else "none_given_given"
            yield question.key, Meaning(question.key, {**options, none: frozenset({MISSING})})
    for own in derived:
        if own.kind != "map" or own.question not in questions:
            continue
        left = {option.value for option in questions[own.question].options} | {MISSING}
        atoms = {value.value: frozenset(value.answers) for value in own.values}
        left -= frozenset().union(*atoms.values())
        atoms[own.missing] |= left
        yield own.key, Meaning(own.question, atoms)


def _bands(derived: Iterable[Derived]) -> Iterator[tuple[str, Meaning]]:
    """Bands of one number: the atoms are what lies between neighbouring ends of all its bands."""
    by_number: dict[str, list[Derived]] = {}
    for own in derived:
        if own.kind == "bands":
            by_number.setdefault(own.function or own.question, []).append(own)
    for number, same in by_number.items():
        ends = sorted({_end(v) for own in same for v in own.values if v.value != own.missing})
        for own in same:
            atoms, start = {own.missing: frozenset({MISSING})}, 0
            for value in own.values:
                if value.value == own.missing:
                    continue
                stop = ends.index(_end(value)) + 1
                atoms[value.value] = frozenset(f"to {end}" for end in ends[start:stop])
                start = max(start, stop)
            yield own.key, Meaning(f"number:{number}", atoms)


def _end(value: DerivedValue) -> tuple[float, bool]:
    """Where a band ends: the number, and whether it belongs to the band."""
    if value.below is not None:
        return (value.below, False)
    return (float("inf") if value.up_to is None else value.up_to, True)


def _add_options(made: Structure, question: Question, derived: Iterable[Derived]) -> None:
    """The options of a question that takes several, and variables of any of some options."""
    own = [d for d in derived if d.kind == "any" and d.question == question.key]
    for options in _joined([option.value for option in question.options], own):
        family = f"{question.key}:{'+'.join(options)}"
        made.question[family] = f"{question.key}?"
        for place, option in enumerate(options):
            made.add(f"{question.key}.{option}", _yes_or_no(family, len(options), [place]))
        for any_of in own:
            places = [n for n, option in enumerate(options) if option in any_of.answers]
            if places:
                made.add(any_of.key, _yes_or_no(family, len(options), places))
    made.whole[f"{question.key}?"] = frozenset({ANSWERED, MISSING})


def _yes_or_no(family: str, options: int, places: Sequence[int]) -> Meaning:
    """Any of the options at these places. Atoms have a letter an option: "yn" is the first."""
    answers = ["".join(given) for given in product("yn", repeat=options)]
    yes = frozenset(given for given in answers if any(given[place] == "y" for place in places))
    return Meaning(family, {YES: yes, NO: frozenset(answers) - yes, NONE: frozenset({MISSING})})


def _joined(options: list[str], own: Iterable[Derived]) -> list[list[str]]:
    """Options in lists: those that a variable of any of them takes together are in one."""
    lists = [[option] for option in options]
    for derived in own:
        together = [found for found in lists if set(found) & set(derived.answers)]
        lists = [found for found in lists if found not in together]
        lists.append(sorted(option for found in together for option in found))
    return lists
