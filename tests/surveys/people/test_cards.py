"""Code cards: who gets one, what is on it, that printing is written down."""

import re

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from surveys.actions import code_of
from surveys.codes import format_code, random_code
from surveys.models import AuditEntry, Invitation
from surveys.people import cards
from surveys.people.cards import MOST_CARDS, Card, Occasion, cards_pdf, printable
from tests.factories import AgencyFactory, InvitationFactory, WeekFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """What is drawn as text, in order: the file itself holds glyph numbers of embedded fonts."""
    texts = []
    real = Canvas.drawString

    def draw(self, x, y, text, *args, **kwargs):
        texts.append(text)
        return real(self, x, y, text, *args, **kwargs)

    monkeypatch.setattr(Canvas, "drawString", draw)
    return texts


def pages(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


def occasion(**fields):
    defaults = {
        "title": "Workload survey",
        "week": WeekFactory(),
        "address": "https://survey.example/start/",
        "with_names": True,
    }
    return Occasion(**{**defaults, **fields})


def test_cards_are_a_pdf_with_the_code_the_address_and_the_week(officer, drawn):
    person = InvitationFactory(agency=officer.agency, name="Asha Patel", team="East")

    response = officer.post("cards", whose="no-email", names="on")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="code-cards.pdf"'
    assert response["Cache-Control"] == "no-store, private"
    assert response.content.startswith(b"%PDF-")
    assert drawn[0] == officer.agency.round.title
    assert {"Asha Patel", "East", format_code(code_of(person))} <= set(drawn)
    text = " ".join(drawn)
    assert "Diary week: Monday 16 November to Sunday 22 November 2026" in text
    assert "Enter it at 127.0.0.1:8000/start/" in text
    assert "This card opens nothing once its PIN is chosen." in text


def test_cards_without_names_carry_none(officer, drawn):
    InvitationFactory(agency=officer.agency, name="Asha Patel", team="East locality")

    officer.post("cards", whose="all")

    assert not [text for text in drawn if "Asha" in text or "East" in text or "Name" in text]


def test_printing_is_written_down_by_its_number(officer):
    for _ in range(3):
        InvitationFactory(agency=officer.agency, name="Asha Patel")

    officer.post("cards", whose="all", names="on")

    entries = AuditEntry.objects.values_list("act", "about", "who", "agency")
    assert list(entries) == [("cards", "3 code cards", officer.user.pk, officer.agency.pk)]


def test_cards_are_for_those_whom_a_card_can_help(officer, drawn):
    agency = officer.agency
    InvitationFactory(agency=agency, name="With email", email="a@council.example")
    InvitationFactory(agency=agency, name="Started", disposition="started")
    InvitationFactory(agency=agency, name="Not started")
    for disposition in ("sent", "refused", "withdrawn"):
        InvitationFactory(agency=agency, name=disposition, disposition=disposition)
    away = InvitationFactory(agency=agency, name="Away")
    Invitation.objects.filter(pk=away.pk).update(by_hand="on-leave")
    InvitationFactory(agency=AgencyFactory(round=agency.round), name="Elsewhere")
    names = {*Invitation.objects.values_list("name", flat=True)}

    officer.post("cards", whose="all", names="on")
    everybody, drawn[:] = set(drawn) & names, []
    officer.post("cards", whose="no-email", names="on")

    assert everybody == {"With email", "Started", "Not started"}
    assert set(drawn) & names == {"Started", "Not started"}


def test_cards_of_one_team_and_of_one_person(officer, drawn):
    east = InvitationFactory(agency=officer.agency, name="Asha", team="East")
    InvitationFactory(agency=officer.agency, name="Bo", team="West")
    stranger = InvitationFactory(name="Stranger")

    officer.post("cards", whose="all", team="West", names="on")
    assert "Bo" in drawn
    assert "Asha" not in drawn
    drawn.clear()
    officer.post("cards", person=east.pk, names="on")
    assert "Asha" in drawn
    assert "Bo" not in drawn
    drawn.clear()
    response = officer.post("cards", person=stranger.pk, names="on")
    assert drawn == []
    assert "There are no cards to print for this choice." in response.content.decode()


def test_large_lists_are_printed_in_parts(officer, drawn):
    for n in range(MOST_CARDS + 3):
        InvitationFactory(agency=officer.agency, name=f"Person {n:03}")

    page = officer.get("cards").content.decode()
    assert f"Cards {MOST_CARDS + 1} to {MOST_CARDS + 3}" in page
    officer.post("cards", whose="all", part=str(MOST_CARDS), names="on")

    assert [text for text in drawn if text.startswith("Person")] == [
        f"Person {n:03}" for n in range(MOST_CARDS, MOST_CARDS + 3)
    ]


def test_eight_cards_stand_on_a_page():
    eight = cards_pdf([Card(random_code()) for _ in range(8)], occasion())
    nine = cards_pdf([Card(random_code()) for _ in range(9)], occasion())

    assert (pages(eight), pages(nine)) == (1, 2)


@pytest.mark.parametrize(
    "name",
    [
        "Asha Patel",
        "Łukasz Żółkiewski",
        "Ольга Кузнецова",
        "Νίκος",
        "Đặng Thị Hạnh",
        "Müller-O’Neill",
    ],
)
def test_names_in_many_alphabets_are_printed(name, drawn):
    pdf = cards_pdf([Card(random_code(), name)], occasion())

    assert name in drawn
    assert b"/FontFile2" in pdf  # its letters travel with the file


@pytest.mark.parametrize("name", ["محمد علي", "山田太郎", "דוד", ""])
def test_name_that_the_fonts_cannot_print_is_left_as_a_line_to_write_on(name, drawn):
    cards_pdf([Card(random_code(), name)], occasion())

    assert "Name:" in drawn
    assert not (name and name in drawn)


def test_nothing_on_a_card_runs_over_its_edge(drawn, monkeypatch):
    reach = []
    inner = Canvas.drawString

    def draw(self, x, y, text, *args, **kwargs):
        width = pdfmetrics.stringWidth(text, self._fontname, self._fontsize)
        reach.append((x + width <= cards.WIDTH - cards.INSET + 0.1, y >= cards.INSET - 6))
        return inner(self, x, y, text, *args, **kwargs)

    monkeypatch.setattr(Canvas, "drawString", draw)
    long = "Bartholomew-Featherstonehaugh Cholmondeley-Warner of Llanfairpwllgwyngyll " * 2
    cards_pdf(
        [Card(random_code(), long[:120], "W" * 120)],
        occasion(title="M" * 200, address=f"https://{'survey.' * 12}example/start/"),
    )

    assert set(reach) == {(True, True)}


def test_printable_says_what_the_fonts_hold():
    assert printable("Zoë Łąka Ольга")
    assert not printable("山")
    assert not printable("שלום")
