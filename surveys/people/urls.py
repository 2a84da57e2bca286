"""The pages of an agency's link officer that are about people."""

from django.urls import path

from surveys.people.views import adding, agency, cards, person, uploads

AGENCY = "staff/agencies/<uuid:agency_id>/"
PERSON = f"{AGENCY}people/<uuid:invitation_id>/"

urlpatterns = [
    path(AGENCY, agency.agency, name="agency"),
    path(f"{AGENCY}people/", agency.people, name="people"),
    path(f"{AGENCY}people/add/", adding.add, name="people_add"),
    path(f"{AGENCY}people/paste/", adding.paste, name="people_paste"),
    path(f"{AGENCY}people/upload/", adding.upload, name="people_upload"),
    path(f"{AGENCY}people/upload/<uuid:upload_id>/", uploads.check, name="people_check"),
    path(PERSON, person.person, name="person"),
    path(f"{PERSON}by-hand/", person.by_hand, name="person_by_hand"),
    path(f"{PERSON}new-code/", person.new_code, name="person_new_code"),
    path(f"{PERSON}remove/", person.remove, name="person_remove"),
    path(f"{AGENCY}cards/", cards.cards, name="cards"),
]
