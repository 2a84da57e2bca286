from django.urls import path

from surveys.accounts import urls as accounts_urls
from surveys.managing import urls as managing_urls
from surveys.messages import urls as messages_urls
from surveys.people import urls as people_urls
from surveys.views import arrival, codebook, contact, journey, leaving, pages, questions, staff

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
    path("questions/<slug:section>/", questions.section, name="section"),
    path("questions/<slug:section>/<slug:page>/", questions.page, name="page"),
    path("questions/<slug:section>/<slug:page>/draft/", questions.draft, name="draft"),
    path("check/", journey.check, name="check"),
    path("send/", journey.send, name="send"),
    path("receipt/", journey.receipt, name="receipt"),
    path("reopen/", journey.reopen, name="reopen"),
    # round the questionnaire
    path("contact/", contact.contact, name="contact"),
    path("contact/remove/", contact.contact_remove, name="contact_remove"),
    path("reminders/", leaving.reminders, name="reminders"),
    path("withdraw/", leaving.withdraw, name="withdraw"),
    path("withdraw/done/", leaving.withdrawn, name="withdrawn"),
    path("help/", pages.help_page, name="help"),
    path("rounds/<slug:slug>/<slug:kind>/", pages.round_page, name="round_page"),
    # staff
    path("staff/", staff.staff_home, name="staff_home"),
    path("staff/instruments/<slug:name>/", codebook.codebook, name="codebook"),
    path(
        "staff/instruments/<slug:name>/codebook.csv", codebook.codebook_file, name="codebook_file"
    ),
    path("staff/rounds/<slug:slug>/pages/", pages.edit_pages, name="edit_pages"),
    path("staff/rounds/<slug:slug>/pages/<slug:kind>/", pages.edit_page, name="edit_page"),
    *accounts_urls.urlpatterns,
    *managing_urls.urlpatterns,
    *messages_urls.urlpatterns,
    *people_urls.urlpatterns,
]
