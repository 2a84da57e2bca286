"""An agency with its link officer, signed in."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from surveys.models import Agency, RoundRole, User
from tests.factories import AgencyFactory, RoleFactory


class Officer:
    """A link officer with a browser; addresses are those of their agency."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        role = RoundRole.Role.OFFICER
        self.user: User = RoleFactory(round=agency.round, role=role, agencies=[agency]).user
        self.client = Client()
        self.client.force_login(self.user)

    def url(self, name: str, /, *args: Any) -> str:
        return reverse(f"surveys:{name}", args=[self.agency.pk, *args])

    def get(self, name: str, /, *args: Any, **data: Any) -> HttpResponse:
        return self.client.get(self.url(name, *args), data)

    def post(self, name: str, /, *args: Any, follow: bool = True, **data: Any) -> HttpResponse:
        return self.client.post(self.url(name, *args), data, follow=follow)


@pytest.fixture
def officer() -> Officer:
    return Officer(AgencyFactory())
