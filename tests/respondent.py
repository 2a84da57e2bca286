"""A respondent who goes through the pages with Django's test client, and remembers every answer."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from surveys.actions import code_of
from surveys.codes import format_code
from surveys.models import Invitation
from tests.factories import PIN

ANSWERS: dict[str, dict[str, Any]] = {
    "working-week": {
        "contracted_hours": "37",
        "contracted_days": ["0", "1", "2", "3", "4"],
        "worked_hours": "41.5",
        "average_week": "yes",
    },
    "your-work": {"setting": "la_children", "role": "social_worker"},
}


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
        return self.post("surveys:section", answers or ANSWERS[section], section)

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
