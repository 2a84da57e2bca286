"""Protection of published tables, attacked."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures.results import Figure, Group, Line, Mark, Measure, Panel, Result, Spread
from reports.protection import protect
from reports.protection.releasing import release
from surveys.instruments import load_instrument
from tests.reports.protection.made import (
    CATEGORIES,
    FACTS,
    TABLES,
    TIME_TABLES,
    Attacker,
    Person,
    TimeAttacker,
    table,
    tabulate,
)

MINIMUM, LOW = 5, 30
INSTRUMENT = load_instrument("2009")
FEW = settings(max_examples=6, deadline=None)  # an attack is dozens of integer programs

types = st.tuples(*(st.sampled_from(values) for values in FACTS.values()))
people = st.tuples(types, st.tuples(*(st.integers(0, 20) for _ in CATEGORIES)))
# A round has kinds of people, some of many: all of them alone would leave nothing to show.
crowds = st.tuples(people, st.sampled_from([1, 1, 1, 2, 3, 4, 6, 12, 30]))
rounds = st.lists(crowds, min_size=1, max_size=14).map(
    lambda found: [person for person, times in found for _ in range(times)]
)


def protected(results: list[Result]) -> list[Result]:
    return protect(results, minimum_cell=MINIMUM, low_base=LOW, instrument=INSTRUMENT)


def changed(results: list[Result], change: Callable[[Figure], Figure]) -> list[Result]:
    def line(own: Line) -> Line:
        return replace(own, figures=tuple(map(change, own.figures)))

    return [
        replace(
            result,
            panels=tuple(
                replace(panel, lines=tuple(map(line, panel.lines))) for panel in result.panels
            ),
        )
        for result in results
    ]


def hide_few(figure: Figure) -> Figure:
    """Primary suppression, and nothing else."""
    few = 1 <= figure.cases < MINIMUM
    return figure._replace(value=None, mark=Mark.CONFIDENTIAL) if few else figure


def crowd(*kinds: tuple[str, str, str, str, int]) -> list[Person]:
    """People by facts and number; each records one half hour more than the one before."""
    return [
        (tuple(facts), (10 + n, 8, 6, 4, 2, 12)) for *facts, times in kinds for n in range(times)
    ]


# Enough of everything but two in one sector who are very dissatisfied.
FEW_UNHAPPY = crowd(
    ("csd", "satisfied", "both", "yes", 40),
    ("csd", "neither", "protection", "no", 20),
    ("csd", "very_dissatisfied", "support", "yes", 2),
    ("dass", "satisfied", "neither", "yes", 30),
    ("dass", "neither", "neither", "no", 12),
    ("dass", "very_dissatisfied", "neither", "yes", 9),
    ("dass", "none", "none", "yes", 7),
)


@FEW
@given(rounds)
def test_protect_leaves_no_hidden_number_that_can_be_worked_out(found):
    computed = [tabulate(own, found) for own in TABLES]

    published = protected(computed)

    assert Attacker(computed, published).found(most=len(found)) == []


@FEW
@given(rounds)
def test_protect_leaves_no_hidden_share_that_can_be_worked_out(found):
    computed = [tabulate(own, found) for own in TIME_TABLES]

    published = protected(computed)

    assert TimeAttacker(computed, published).found() == []


def test_attack_works_out_what_is_hidden_without_regard_to_other_figures():
    computed = [tabulate(own, FEW_UNHAPPY) for own in TABLES]

    found = Attacker(computed, changed(computed, hide_few)).found(most=MINIMUM)

    assert set(found) == {2}
    assert Attacker(computed, protected(computed)).found(most=len(FEW_UNHAPPY)) == []


def test_attack_works_out_shares_that_are_hidden_without_regard_to_other_figures():
    computed = [tabulate(own, FEW_UNHAPPY) for own in TIME_TABLES]
    alone = crowd(("joint", "very_satisfied", "both", "yes", 1))
    few = [tabulate(own, [*FEW_UNHAPPY, *alone]) for own in TIME_TABLES]

    found = TimeAttacker(few, changed(few, hide_few)).found()

    assert sorted(set(found)) == [2, 4, 6, 8, 10, 12, 28, 42]
    assert TimeAttacker(few, protected(few)).found() == []
    assert TimeAttacker(computed, protected(computed)).found() == []


@FEW
@given(rounds)
def test_protect_shows_no_number_nor_percentage_of_few(found):
    computed = [tabulate(own, found) for own in (*TABLES, *TIME_TABLES)]

    published = protected(computed)

    for was, now in zip(computed, published, strict=True):
        for true, shown in zip(was.figures, now.figures, strict=True):
            if 1 <= true.cases < MINIMUM or (1 <= true.base < MINIMUM and true.cases):
                assert shown == Figure(true.measure, None, 0, 0, mark=Mark.CONFIDENTIAL)
        for group, seen in zip(was.groups, now.groups, strict=True):
            assert seen.respondents in (0, group.respondents)
            assert seen.respondents not in range(1, MINIMUM)


@FEW
@given(rounds)
def test_protect_hides_a_percentage_with_its_number(found):
    computed = [tabulate(own, found) for own in TABLES]

    for result in protected(computed):
        numbers, percentages = result.panels[0].lines, result.panels[1].lines
        for number, percentage in zip(numbers, percentages, strict=True):
            for n, p in zip(number.figures, percentage.figures, strict=True):
                assert n.value is not None or p.value is None


def test_protect_hides_one_number_in_every_table_that_has_it():
    computed = [tabulate(own, FEW_UNHAPPY) for own in TABLES]

    published = protected(computed)

    in_sectors = published[0].panels[0].lines
    of_csd = published[5].panels[0].lines
    assert [line.figures[0].mark for line in in_sectors] == [
        line.figures[0].mark for line in of_csd
    ]
    hidden = [line.key for line in of_csd if line.figures[0].mark is Mark.CONFIDENTIAL]
    assert "very_dissatisfied" in hidden
    assert len(hidden) == 2


def test_protect_keeps_totals_where_it_can():
    computed = [tabulate(own, FEW_UNHAPPY) for own in TABLES]

    published = protected(computed)

    assert [result.groups for result in published] == [result.groups for result in computed]
    assert [result.counted for result in published] == [result.counted for result in computed]
    for was, now in zip(computed, published, strict=True):
        true, shown = was.panels[0].lines[-1], now.panels[0].lines[-1]
        if true.is_total:
            assert [f.value for f in shown.figures] == [f.value for f in true.figures]


def test_protect_hides_nothing_where_there_are_many_of_everything():
    many = crowd(*((*own, 6) for own in product(*FACTS.values())))
    computed = [tabulate(own, many) for own in (*TABLES, *TIME_TABLES)]

    published = protected(computed)

    assert [f.mark for result in published for f in result.figures].count(Mark.CONFIDENTIAL) == 0
    for was, now in zip(computed, published, strict=True):
        assert now.groups == was.groups
        assert [f.value for f in now.panels[0].lines[0].figures] == [
            f.value if f.measure.is_count else round(f.value, 3)
            for f in was.panels[0].lines[0].figures
        ]


def test_protect_shows_nothing_of_a_round_of_few():
    computed = [tabulate(own, crowd(("csd", "satisfied", "both", "yes", 4))) for own in TABLES]

    published = protected(computed)

    assert {f.mark for result in published for f in result.figures} == {Mark.CONFIDENTIAL}
    assert {group.respondents for result in published for group in result.groups} == {0}
    assert {result.counted for result in published} == {0}


def test_protect_hides_how_many_say_no_where_it_is_a_subtraction():
    """All but three of a sector say yes: nobody prints the three, who are its base less the yes."""
    people = crowd(
        ("csd", "satisfied", "both", "yes", 40),
        ("csd", "satisfied", "neither", "yes", 3),
        ("dass", "satisfied", "both", "yes", 30),
        ("dass", "satisfied", "neither", "yes", 30),
    )
    choices = tabulate(TABLES[4], people)

    [published] = protected([choices])

    yes, bases = published.panels[0].lines[0], published.panels[2].lines[0]
    assert Mark.CONFIDENTIAL in (yes.figures[0].mark, bases.figures[0].mark)


def test_protect_flags_figures_of_low_bases():
    computed = [tabulate(TABLES[6], FEW_UNHAPPY)]
    low = [tabulate(TABLES[6], [p for p in FEW_UNHAPPY if p[0][0] == "csd"][:25])]

    marks = {f.mark for f in protected(computed)[0].panels[1].lines[-1].figures}
    low_marks = [f.mark for f in protected(low)[0].panels[1].lines[-1].figures]

    assert Mark.LOW not in marks
    assert low_marks[0] is Mark.LOW


def test_release_rounds_what_is_no_count_and_its_interval():
    figure = Figure(
        Measure.SHARE,
        Fraction(12345, 100_000),
        base=700,
        cases=600,
        numerator=12345,
        denominator=100_000,
        spread=Spread(0.012345, 0.098765, 0.147654, 1.2345, 40),
    )
    line = Line("D", ("D",), (figure,))
    group = Group(("",), ("",), 700, is_total=True)
    result = Result(TIME_TABLES[0], (group,), (Panel("shares", "", (line,)),), 700)

    out = release(
        result, lambda p, n, g: False, lambda g: False, is_whole_hidden=False, low_base=LOW
    )

    assert out.figures[0] == Figure(
        Measure.SHARE,
        Fraction(123, 1000),
        base=700,
        cases=0,
        spread=Spread(0.012, 0.099, 0.148, 1.2, 40),
    )


def test_protect_leaves_counts_of_authorities_alone():
    own = table("21", "function", (), function="agencies")
    figure = Figure(Measure.AUTHORITIES, 2, 3, 2, 2)
    line = Line("total", ("Total",), (figure,))
    result = Result(own, (Group(("",), ("",), 0),), (Panel("numbers", "", (line,)),), 0)

    assert protected([result]) == [result]


def test_protect_hides_the_same_every_time():
    computed = [tabulate(own, FEW_UNHAPPY) for own in TABLES]

    assert protected(computed) == protected(computed)
