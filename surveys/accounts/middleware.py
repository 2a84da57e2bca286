"""What holds on every staff page: an end after an idle hour, and a second factor first."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from surveys.accounts.second_factor import must_set_one_up

STAFF_AREAS = ("/staff/", "/research/")
FRESH = 60  # seconds in which a session is not written anew
LONGEST = 12 * 60 * 60  # seconds from signing in, however busy
SEEN_AT = "staff_seen_at"
# What somebody without a second factor may still open: signing in and out, and setting one up.
# mfa_index is not among them: from there the way leads here, and on to setting one up.
BEFORE_SECOND_FACTOR = {
    "surveys:staff_sign_in",
    "surveys:staff_sign_out",
    "surveys:join_staff",
    "account_login",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
}


class StaffMiddleware:
    """Works on addresses of the staff area only: respondents have sessions of their own kind."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path.startswith(STAFF_AREAS) or not request.user.is_authenticated:
            return None
        if _is_too_old(request):
            logout(request)
            messages.info(request, _("Twelve hours have passed. Sign in again to go on."))
            return redirect_to_login(request.path, settings.LOGIN_URL)
        _keep_going(request)
        name = request.resolver_match.view_name
        if name not in BEFORE_SECOND_FACTOR and must_set_one_up(request.user):
            return redirect("mfa_activate_totp")
        return None


def _is_too_old(request: HttpRequest) -> bool:
    last_login = request.user.last_login
    return last_login is None or time.time() - last_login.timestamp() > LONGEST


def _keep_going(request: HttpRequest) -> None:
    """Move the end of the idle time, at most once a minute.

    The session ends by itself SESSION_COOKIE_AGE after it was last written.
    """
    now = time.time()
    seen_at = request.session.get(SEEN_AT, request.user.last_login.timestamp())
    if now - seen_at > FRESH:
        request.session[SEEN_AT] = now
