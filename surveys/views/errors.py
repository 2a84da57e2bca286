"""Error pages: what happened and what to do, in the site's own look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        400,
        _("We can't read that request"),
        _("Go back, and try what you were doing again."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        403,
        _("You can't open this page"),
        _("Sign in with the account that has access to it, or go back to the start."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("This page was open for too long"),
        _(
            "Go back, reload the page, and enter your change again. Your browser must allow "
            "cookies from this site."
        ),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        404,
        _("There is no page at this address"),
        _("Check the address, or go back to the start."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("What you saved before is safe. Wait a minute, and try again."),
    )


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "surveys/error.html", {"title": title, "advice": advice}, status=status)
