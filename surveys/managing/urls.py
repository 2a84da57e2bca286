from django.urls import path

from surveys.managing import agency_views, views

urlpatterns = [
    path("staff/rounds/new/", views.new_round, name="new_round"),
    path("staff/rounds/<slug:slug>/", views.round_page, name="manage_round"),
    path("staff/rounds/<slug:slug>/edit/", views.edit_round, name="edit_round"),
    path("staff/rounds/<slug:slug>/state/", views.round_state, name="round_state"),
    path("staff/rounds/<slug:slug>/seal/", views.seal_page, name="seal"),
    path("staff/rounds/<slug:slug>/agencies/", views.agencies, name="managed_agencies"),
    path("staff/rounds/<slug:slug>/agencies/new/", agency_views.new_agency, name="new_agency"),
    path(
        "staff/rounds/<slug:slug>/agencies/upload/",
        agency_views.upload_agencies,
        name="upload_agencies",
    ),
    path("staff/rounds/<slug:slug>/recruitment/", views.recruitment, name="recruitment"),
    path("staff/managed/<uuid:agency_id>/", agency_views.agency_page, name="managed_agency"),
    path("staff/managed/<uuid:agency_id>/edit/", agency_views.edit_agency, name="edit_agency"),
    path("staff/managed/<uuid:agency_id>/officers/", agency_views.add_officer, name="add_officer"),
]
