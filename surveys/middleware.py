"""What every dynamic page gets, and how the diary is handed to the diary app."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as lazy

from diary.access import DiaryPass, NoDiary
from surveys import cookies
from surveys.access import NoArrival, NoReturn, owner_of
from surveys.contracts import contract_of
from surveys.models import Return

GetResponse = Callable[[HttpRequest], HttpResponse]
NOT_OPEN = lazy("The survey is closed, so your diary can no longer be changed.")
SENT = lazy("You have sent your return. To change your diary, open your return again first.")


class PrivatePagesMiddleware:
    """No dynamic page is kept by a browser or a proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RespondentMiddleware:
    """Hands the diary pages their diary, keeps an active session going, and explains its end."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        handle = cookies.read(request, cookies.RETURN)
        request.respondent_handle = handle  # type: ignore[attr-defined]
        response = self.get_response(request)
        left_alone = handle and cookies.RETURN not in response.cookies
        if left_alone and not cookies.is_fresh(request, cookies.RETURN):
            cookies.write(response, cookies.RETURN, handle)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match and match.app_name == "diary":
            handle = request.respondent_handle  # type: ignore[attr-defined]
            request.diary_pass = diary_pass_for(handle)  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NoReturn | NoArrival | NoDiary):
            return None
        messages.info(
            request, gettext("Enter your access code to go on. Nothing that was saved is lost.")
        )
        response = redirect("surveys:start")
        cookies.clear(response, cookies.RETURN)
        return response


def diary_pass_for(handle: str) -> DiaryPass | None:
    """Leave to open the diary behind a handle, and to change it while its return is open.

    Asked at every save, so it reads no more than it needs.
    """
    if not handle:  # never ask for "no handle": a sealed round's returns have none
        return None
    returns = Return.objects.select_related("diary", "round")
    try:
        found = returns.only("answers", "state", "diary", "round__state").get(handle=handle)
    except Return.DoesNotExist:
        return None
    return DiaryPass(
        diary=found.diary,
        back_url=reverse("surveys:tasks"),
        owner=owner_of(handle),
        refusal=_refusal(found),
        contract=contract_of(found.answers),
    )


def _refusal(found: Return) -> str:
    """Why a return's diary can't be changed; "" while it can."""
    if not found.round.takes_returns:
        return str(NOT_OPEN)
    return str(SENT) if found.is_sent else ""
