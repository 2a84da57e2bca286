"""The page without a diary in it, and the service worker that keeps it for use offline.

Only what is the same for everybody is kept: this page, the styles, the scripts and the typeface.
Answers are kept by the page itself, and only on a device that its owner has called their own.
"""

import hashlib
import json

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
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
    """The diary's page with nobody's diary in it."""
    return render(request, "diary/offline.html", {"grid_data": shell_data()})


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The built service worker with the addresses of the files it keeps filled in.

    It is served from the diary's own path, so that it can speak for no other page.
    """
    path = finders.find(WORKER)
    if not path:
        raise Http404("The service worker has not been built: run make assets.")
    files = [f"{reverse('diary:offline')}?v={_digest()}", *(static(n) for n in SHELL_FILES)]
    with open(path, encoding="utf-8") as file:
        source = file.read().replace(PLACEHOLDER, json.dumps(files))
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _digest() -> str:
    """Changes with the page itself, so that a device that keeps an older one fetches it anew."""
    page = render_to_string("diary/offline.html", {"grid_data": shell_data()})
    return hashlib.sha256(page.encode()).hexdigest()[:12]
