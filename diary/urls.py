from django.urls import path

from diary import api, offline, views

app_name = "diary"
urlpatterns = [
    path("", views.week, name="week"),
    path("activities/", views.activities, name="activities"),
    path("own-week/", views.own_week, name="own_week"),
    path("download/", views.download, name="download"),
    # the grid in the browser
    path("changes/", api.save, name="save"),
    path("state/", api.state, name="state"),
    path("offline/", offline.shell, name="offline"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    # one day, without JavaScript
    path("<slug:slug>/", views.day, name="day"),
]
