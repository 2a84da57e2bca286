"""Names in free text: which were read, what is blacked out, and that it is only once read."""

import pytest

from reports.desks.references import reference_of
from surveys.coding import digest
from surveys.models import AuditEntry, Return
from surveys.redacting import safe_text
from tests.reports.desks.made import address, client_of, make_round, make_sent, text

pytestmark = pytest.mark.django_db
TEXT = "Mary Smith helps. I asked Mary and Bob."


@pytest.fixture
def round_():
    return make_round()


@pytest.fixture
def client(round_):
    return client_of(round_)


def field(words, name):
    return f"t{digest(words)}-{name}"


def safe(question="why_stayed"):
    return sorted(
        str(safe_text(answers, redactions, question))
        for answers, redactions in Return.objects.values_list("answers", "redactions")
    )


def test_overview_counts_texts_and_those_read_by_question(round_, client):
    make_sent(round_, answers={"why_stayed": TEXT, "job_title": "Manager"})
    make_sent(round_, answers={"why_stayed": "People"})
    make_sent(round_, answers={"why_stayed": "Set aside"}, exclusion="A test")
    post = {"shown": [digest("People")], field("People", "words"): ""}
    client.post(address("names_of", "why_stayed"), post)

    page = client.get(address("names"))

    assert [(q.key, all_, left) for q, all_, left in page.context["lines"]] == [
        ("job_title", 1, 1),
        ("why_stayed", 2, 1),
    ]
    assert (page.context["texts"], page.context["left"]) == (3, 2)


def test_names_ticked_and_written_are_blacked_out_wherever_the_same_text_stands(round_, client):
    for _ in range(2):
        make_sent(round_, answers={"why_stayed": TEXT})
    make_sent(round_, answers={"why_stayed": "People"})
    place = address("names_of", "why_stayed")
    shown = client.get(place)
    form = next(f for f in shown.context["forms"] if f.wording.text == TEXT)
    assert [value for value, _label in form.fields["names"].choices] == [
        "Mary Smith",
        "Mary",
        "Bob",
    ]

    client.post(
        place,
        {
            "shown": [digest(TEXT), digest("People")],
            field(TEXT, "names"): ["Mary Smith", "Mary"],
            field(TEXT, "words"): "Bob\r\n",
            field("People", "later"): "on",
        },
    )

    told = "[name removed] helps. I asked [name removed] and [name removed]."
    assert safe() == ["None", told, told]
    assert list(AuditEntry.objects.values_list("act", "about")) == [
        ("redaction", "why_stayed: 2 read for names, 2 with words blacked out")
    ]
    assert [f.wording.text for f in client.get(place).context["forms"]] == ["People"]


def test_words_that_are_not_in_the_text_are_named_and_nothing_is_kept(round_, client):
    make_sent(round_, answers={"why_stayed": TEXT})
    place = address("names_of", "why_stayed")

    page = client.post(place, {"shown": [digest(TEXT)], field(TEXT, "words"): "mary\nBob\nSmit"})

    assert page.context["forms"][0].errors == {
        "words": ["“mary”, “Smit” is not in the text. Write it as it stands there, in whole words."]
    }
    assert (page.status_code, safe()) == (422, ["None"])
    assert AuditEntry.objects.count() == 0


def test_text_changed_while_it_was_read_stays_unread(round_, client):
    found = make_sent(round_, answers={"why_stayed": TEXT})
    Return.objects.filter(pk=found.pk).update(answers={"why_stayed": "Another"})

    client.post(address("names_of", "why_stayed"), {"shown": [digest(TEXT)]})

    assert safe() == ["None"]


def test_one_text_is_read_again_and_its_words_given_back(round_, client):
    found = make_sent(round_, answers={"why_stayed": TEXT})
    place = address("names_in", "why_stayed", reference_of(round_.pk, found.pk))
    client.post(place, {field(TEXT, "words"): "Bob"})
    assert safe() == ["Mary Smith helps. I asked Mary and [name removed]."]

    page = client.get(place)
    client.post(place, {field(TEXT, "names"): [], field(TEXT, "words"): ""})

    assert page.context["forms"][0].initial == {"names": ["Bob"]}
    assert safe() == [TEXT]


def test_return_shows_which_texts_were_read_and_blacks_out(round_, client):
    found = make_sent(round_, answers={"why_stayed": TEXT, "job_title": "Manager"})
    reference = reference_of(round_.pk, found.pk)
    client.post(address("names_in", "why_stayed", reference), {field(TEXT, "words"): "Bob"})

    shown = text(client.get(address("quality_return", reference)))

    assert "I asked Mary and [name removed]." in shown
    assert "Bob" not in shown
    assert (shown.count("Not yet read for names"), shown.count(">Read for names")) == (1, 1)


@pytest.mark.parametrize("question", ["role", "nothing"])
def test_question_that_is_not_answered_in_words_has_no_page(round_, client, question):
    assert client.get(address("names_of", question)).status_code == 404
