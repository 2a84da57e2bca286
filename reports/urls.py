from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/progress/", views.job_progress, name="job_progress"),
    path("jobs/<uuid:job_id>/cancel/", views.cancel, name="cancel"),
    path("jobs/<uuid:job_id>/download/", views.download, name="download"),
    path("<slug:slug>/", views.round_page, name="round"),
    path("<slug:slug>/build/", views.build, name="build"),
]
