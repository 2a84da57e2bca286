"""What messages say."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from surveys.messages.texts import (
    PLACEHOLDERS,
    Text,
    body_problems,
    example,
    fill,
    masked,
    standard_text,
    subject_problems,
    text_of,
    text_to_copy,
    values_for,
)
from surveys.models import MessageKind, MessageText

CODE = "K7PQW3MNAC4TXR9D"
KINDS = MessageKind.values


@pytest.mark.parametrize("kind", KINDS)
def test_standard_text_is_fit_to_be_sent(kind):
    text = standard_text(kind)

    assert (subject_problems(text.subject), body_problems(text.body)) == ([], [])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_standard_text_says_how_to_stop_and_whom_to_ask(agency, settings, kind):
    settings.BASE_URL = "https://caseweek.example.org"
    filled = fill(standard_text(kind), values_for(agency, name="Ada Sample", code=CODE))

    lines = filled.body.split("\n")
    assert lines[0] == "Dear Ada Sample,"
    assert "https://caseweek.example.org/start/#K7PQ-W3MN-AC4T-XR9D" in lines
    assert "https://caseweek.example.org/reminders/" in lines
    assert "Email: team@survey.example" in lines
    assert "Telephone: 0191 498 0000" in lines
    assert "Monday 16 to Sunday 22 November 2026" in filled.body
    assert "{" not in filled.body + filled.subject


@pytest.mark.django_db
def test_line_without_anything_to_say_is_left_out_and_a_nameless_person_is_a_colleague(agency):
    agency.round.team_phone = ""

    filled = fill(standard_text("invitation"), values_for(agency, name="", code=CODE))

    assert filled.body.startswith("Dear colleague,")
    assert "Telephone" not in filled.body


@pytest.mark.django_db
def test_what_a_name_says_is_never_filled_again_and_stays_in_its_line(agency):
    values = values_for(agency, name="{code}\nBcc: x@y.example {link}", code=CODE)

    filled = fill(Text("{week}", "Dear {name},"), values)

    assert filled.body == "Dear {code} Bcc: x@y.example {link},"


@given(
    body=st.text(st.sampled_from("{}ab \n"), max_size=40),
    value=st.text(st.sampled_from("{}ab"), max_size=5),
)
def test_filling_any_text_changes_known_placeholders_only(body, value):
    filled = fill(Text("", body), {"a": value or "x"})

    assert filled.body == body.replace("{a}", value or "x")


def test_unknown_placeholders_are_refused_by_name():
    assert body_problems("{link} {stop} {first_name} {Name} {}") == [
        "There is no placeholder {first_name}. Use one from the list.",
        "There is no placeholder {Name}. Use one from the list.",
        "There is no placeholder {}. Use one from the list.",
    ]


def test_link_and_way_out_must_stand_in_every_text():
    assert body_problems("Dear {name}") == [
        "Put {link} where the person’s own link should stand.",
        "Put {stop} where people read how to get no more messages.",
    ]


@pytest.mark.parametrize("name", ["name", "code", "link"])
def test_subject_holds_nothing_of_the_person(name):
    assert subject_problems(f"About {{{name}}}") == [
        f"Take {{{name}}} out of the subject: others may see it on a locked screen."
    ]


def test_code_is_shown_to_officers_as_its_first_block():
    assert masked(CODE) == "K7PQ-····"


@pytest.mark.django_db
def test_round_sends_its_own_text_where_it_has_one(agency):
    MessageText.objects.create(
        round=agency.round, kind="not-sent", subject="Own", body="{link} {stop}"
    )

    assert text_of(agency.round, "not-sent") == Text("Own", "{link} {stop}")
    assert text_of(agency.round, "invitation") == standard_text("invitation")


@pytest.mark.django_db
def test_example_is_of_an_invented_person(agency):
    shown = example(agency.round, standard_text("invitation"))

    assert "Dear Ada Sample," in shown.body
    assert "#K7PQ-····" in shown.body
    assert agency.name not in shown.body


@pytest.mark.django_db
def test_text_to_copy_names_nobody_and_holds_no_code(agency, person):
    person(name="Somebody Particular")

    text = text_to_copy(agency)

    assert "Somebody" not in text
    assert "#" not in text
    assert "{" not in text
    assert "/start/" in text


@pytest.mark.django_db
def test_message_stays_in_its_language_whatever_the_pages_language(agency):
    english = values_for(agency, name="", code=CODE), text_to_copy(agency)

    with translation.override("de"):
        assert (values_for(agency, name="", code=CODE), text_to_copy(agency)) == english
        assert translation.get_language() == "de"  # the rest of the page stays as it was


def test_every_placeholder_is_explained():
    assert set(PLACEHOLDERS) == {
        "name", "agency", "week", "closes", "link", "code",
        "team_name", "team_email", "team_phone", "stop",
    }  # fmt: skip
