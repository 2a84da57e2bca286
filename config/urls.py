"""Every page of the service."""

from django.urls import include, path

from config.health import health

urlpatterns = [
    path("", include("surveys.urls")),
    path("diary/", include("diary.urls")),
    path("research/", include("reports.urls")),
    path("health/", health, name="health"),
]

handler400 = "surveys.views.errors.bad_request"
handler403 = "surveys.views.errors.permission_denied"
handler404 = "surveys.views.errors.page_not_found"
handler500 = "surveys.views.errors.server_error"
