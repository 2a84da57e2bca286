"""A respondent who goes through the pages with Django's test client, and remembers every answer."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from surveys.actions import code_of
from surveys.codes import format_code
from surveys.forms.fields import fields_of
from surveys.instruments import load_instrument
from surveys.models import Invitation
from tests.factories import PIN

ANSWERS: dict[str, dict[str, Any]] = {
    "working-week": {
        "contracted_hours": "37",
        "worked_hours": "41.5",
        "contracted_days": ["0", "1", "2", "3", "4"],
        "average_week": "yes",
    },
    "your-work": {"setting": "la_children", "role": "social_worker"},
}
INSTRUMENT = "2"


def pages_of(section: str, answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is posted to each page of a section: the fields that belong to it.

    A page shows all its questions to those who have JavaScript.
    """
    found = load_instrument(INSTRUMENT).section(section)
    posts: dict[str, dict[str, Any]] = {}
    for page in found.pages:
        names = {name for question in page.questions for name in fields_of(question)}
        data = {name: value for name, value in answers.items() if name in names}
        if data:
            posts[page.key] = {**data, "shown": [q.key for q in page.questions if q.show_if]}
    return posts


def place_of(question: str) -> tuple[str, str]:
    """The section and page where a question is asked."""
    return next(
        (section.key, page.key)
        for section in load_instrument(INSTRUMENT).sections
        for page in section.pages
        if question in {asked.key for asked in page.questions}
    )


class Respondent:
    """Comes in with an invitation's code; each step returns the page it led to."""

    def __init__(self, invitation: Invitation | None = None, pin: str = PIN) -> None:
        self.client = Client()
        self.code = format_code(code_of(invitation)) if invitation else ""
        self.pin = pin
        self.responses: list[HttpResponse] = []

    def get(self, name: str, *args: Any) -> HttpResponse:
        return self._keep(self.client.get(reverse(name, args=args), follow=True))

    def post(self, name: str, data: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
        return self._keep(self.client.post(reverse(name, args=args), data or {}, follow=True))

    def enter_code(self) -> HttpResponse:
        return self.post("surveys:start", {"code": self.code})

    def consent(self) -> HttpResponse:
        agreed = {"consent": "on", "pin": self.pin, "pin_again": self.pin}
        return self.post("surveys:consent", agreed)

    def enter_pin(self, pin: str = "") -> HttpResponse:
        return self.post("surveys:pin", {"pin": pin or self.pin})

    def begin(self) -> "Respondent":
        self.enter_code()
        self.consent()
        return self

    def fill_day(self, slug: str, symbols: dict[int, str], status: str = "") -> HttpResponse:
        """Change some half hours of a day, the way the page's own form does."""
        form = self.get("diary:day", slug).context["form"]
        data = {name: form.initial.get(name, "") for name in form.fields}
        data |= {f"slot_{slot}": symbol for slot, symbol in symbols.items()}
        return self.post("diary:day", {**data, "status": status}, slug)

    def answer(self, section: str, answers: dict[str, Any] | None = None) -> HttpResponse:
        """Fill in the pages of a section that these answers belong to, in order."""
        for page, data in pages_of(section, answers or ANSWERS[section]).items():
            response = self.answer_page(section, page, data)
        return response

    def answer_page(self, section: str, page: str, data: dict[str, Any]) -> HttpResponse:
        return self.post("surveys:page", data, section, page)

    def send(self) -> HttpResponse:
        return self.post("surveys:send")

    def whole_way(self) -> "Respondent":
        self.begin()
        self.fill_day("monday", dict.fromkeys(range(18, 26), "C"), "W")
        for section in ANSWERS:
            self.answer(section)
        self.get("surveys:check")
        self.send()
        return self

    def _keep(self, response: HttpResponse) -> HttpResponse:
        self.responses.append(response)
        return response
