"""The page without a diary in it, and the service worker that keeps it for use offline.

Only what is the same for everybody is kept: this page, the styles, the scripts and the typeface.
Answers are kept by the page itself, and only on a device that its owner has called their own.
"""

import hashlib
import json
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from diary.grid import shell_data

WORKER = "service-worker.js"
PLACEHOLDER = '"__SHELL_FILES__"'
SHELL_FILES = (
    "caseweek.css",
    "caseweek.js",
    "diary.js",
    "favicon.svg",
    "fonts/atkinson-hyperlegible-next-latin.woff2",
)


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The diary's page with nobody's diary in it.

    Its language stands in its address: the worker asks for it without any cookie.
    """
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        response = render(request, "diary/offline.html", {"grid_data": shell_data()})
    response.headers["Content-Language"] = language
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The built service worker with the addresses of the files it keeps filled in.

    It is served from the diary's own path, so that it can speak for no other page.
    """
    path = finders.find(WORKER)
    if not path:
        raise Http404("The service worker has not been built: run make assets.")
    page = f"{reverse('diary:offline')}?{urlencode({'v': _digest(), **_language()})}"
    files = [page, *(static(name) for name in SHELL_FILES)]
    with open(path, encoding="utf-8") as file:
        source = file.read().replace(PLACEHOLDER, json.dumps(files))
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _language() -> dict[str, str]:
    """The page's language where there is one to choose."""
    language = translation.get_language() or ""
    return {"language": language} if len(settings.LANGUAGES) > 1 else {}


def _digest() -> str:
    """Changes with the page itself, so that a device that keeps an older one fetches it anew."""
    page = render_to_string("diary/offline.html", {"grid_data": shell_data()})
    return hashlib.sha256(page.encode()).hexdigest()[:12]
