"""Every page of the service."""

from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from config.health import health
from surveys.accounts.urls import allauth_urlpatterns

urlpatterns = [
    path("", include("surveys.urls")),
    *allauth_urlpatterns,
    path("diary/", include("diary.urls")),
    path("research/", include("reports.urls")),
    path("health/", health, name="health"),
    path("language/", require_POST(set_language), name="set_language"),
]

handler400 = "surveys.views.errors.bad_request"
handler403 = "surveys.views.errors.permission_denied"
handler404 = "surveys.views.errors.page_not_found"
handler500 = "surveys.views.errors.server_error"
