from django.urls import include, path

from reports import views
from reports.microdata import views as microdata
from reports.pages import downloads
from reports.pages import views as tables

app_name = "reports"
urlpatterns = [
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/progress/", views.job_progress, name="job_progress"),
    path("jobs/<uuid:job_id>/cancel/", views.cancel, name="cancel"),
    path("jobs/<uuid:job_id>/download/", views.download, name="download"),
    path("<slug:slug>/", views.round_page, name="round"),
    path("<slug:slug>/build/", views.build, name="build"),
    path("<slug:slug>/files/", microdata.files, name="files"),
    path("<slug:slug>/files/internal/", microdata.ask_internal, name="files_internal"),
    path("<slug:slug>/files/public-use/", microdata.ask_public, name="files_public"),
    path("jobs/<uuid:job_id>/release/", microdata.release, name="release"),
    path("<slug:slug>/tables/", tables.tables, name="tables"),
    path("<slug:slug>/tables/count/", tables.count, name="count"),
    path("<slug:slug>/tables/<slug:name>/", tables.table, name="table"),
    path("<slug:slug>/tables/<slug:name>/csv/", downloads.table_csv, name="table_csv"),
    path("<slug:slug>/tables/<slug:name>/excel/", downloads.table_excel, name="table_excel"),
    path("<slug:slug>/", include("reports.desks.urls")),
]
