from django.urls import path

from surveys.views import arrival, journey, staff

app_name = "surveys"
urlpatterns = [
    path("", arrival.home, name="home"),
    # coming in
    path("start/", arrival.start, name="start"),
    path("join/<slug:slug>/", arrival.join, name="join"),
    path("about/", arrival.about, name="about"),
    path("consent/", arrival.consent, name="consent"),
    path("pin/", arrival.pin, name="pin"),
    path("leave/", arrival.leave, name="leave"),
    # the journey
    path("tasks/", journey.tasks, name="tasks"),
    path("questions/<slug:key>/", journey.section, name="section"),
    path("check/", journey.check, name="check"),
    path("send/", journey.send, name="send"),
    path("receipt/", journey.receipt, name="receipt"),
    path("reopen/", journey.reopen, name="reopen"),
    # staff
    path("staff/", staff.staff_home, name="staff_home"),
    path("staff/sign-in/", staff.sign_in, name="staff_sign_in"),
    path("staff/sign-out/", staff.sign_out, name="staff_sign_out"),
    path("staff/agencies/<uuid:agency_id>/", staff.agency, name="agency"),
]
