from django.urls import path

from diary import views

app_name = "diary"
urlpatterns = [
    path("", views.week, name="week"),
    path("activities/", views.activities, name="activities"),
    path("changes/", views.save, name="save"),
    path("<slug:slug>/", views.day, name="day"),
]
