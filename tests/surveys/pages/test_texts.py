"""The standard texts, and the names that a round fills in."""

import datetime

import pytest

from surveys.models import Round, RoundPage
from surveys.pages import PLACEHOLDERS, default_text, fill, problems, render
from surveys.pages.hints import HINTS

KINDS = RoundPage.Kind.values


def make(**fields):
    dates = {"opens_on": datetime.date(2026, 11, 2), "closes_on": datetime.date(2026, 12, 9)}
    return Round(**{"title": "Round 9", **dates, **fields})


@pytest.mark.parametrize("kind", KINDS)
def test_standard_text_could_be_saved_as_it_is(kind):
    text = default_text(kind)

    assert problems(text) == []
    assert 500 < len(text) < RoundPage.MAX_LENGTH


@pytest.mark.parametrize("kind", KINDS)
def test_standard_text_names_the_team_and_leaves_no_placeholder(kind):
    filled = fill(default_text(kind), make(team_name="Survey unit", team_email="a@b.example"))

    assert not any(f"{{{name}}}" in filled for name in PLACEHOLDERS)
    if kind != "about":
        assert "Survey unit" in filled
        assert 'href="mailto:a@b.example"' in render(filled)


def test_every_kind_has_its_hint():
    assert set(HINTS) == set(KINDS)


def test_placeholders_are_filled_with_what_the_round_says():
    round_ = make(
        team_name="Survey unit", team_email="ask@unit.example", team_phone="01632 960 001"
    )

    assert fill("{survey}, {team_name}, {opens}, {closes}:\n\n{contact}\n\n{other}", round_) == (
        "Round 9, Survey unit, 2 November 2026, 9 December 2026:\n\n"
        "- Email: [ask\\@unit\\.example](mailto:ask\\@unit\\.example)\n"
        "- Telephone: [01632 960 001](tel:01632960001)\n\n{other}"
    )


def test_round_without_a_team_sends_people_to_their_invitation():
    assert fill("{team_name} helps. Ask {team_name}.\n\n{contact}", make()) == (
        "The survey team helps. Ask the survey team.\n\n"
        "You find how to reach the survey team in your invitation."
    )


@pytest.mark.parametrize(
    "name",
    [
        "[x](https://evil.example)",
        "<script>alert(1)</script>",
        "**bold** _and_ `code`",
        "{contact}",
        "a\n\n# heading",
        "a) b] c\\",
    ],
)
def test_what_a_round_says_of_itself_stays_plain_text(name):
    html = render(fill("By {team_name}.", make(team_name=name)))

    shown = " ".join(name.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f"<p>By {shown}.</p>\n"
