from django.urls import path

from surveys.messages import round_views, views

_agency = "staff/agencies/<uuid:agency_id>/messages/"
_batch = f"{_agency}<uuid:batch_id>/"
_round = "staff/rounds/<slug:slug>/messages/"

urlpatterns = [
    # link officers
    path(_agency, views.agency_messages, name="messages"),
    path(f"{_agency}new/<slug:kind>/", views.new_message, name="new_message"),
    path(_batch, views.message_batch, name="message_batch"),
    path(f"{_batch}progress/", views.batch_progress, name="message_progress"),
    path(f"{_batch}cancel/", views.cancel_batch, name="cancel_messages"),
    path(f"{_batch}again/", views.again, name="messages_again"),
    # survey managers
    path(_round, round_views.round_messages, name="round_messages"),
    path(f"{_round}plan/", round_views.plan_step, name="plan_reminder"),
    path(f"{_round}plan/<int:step_id>/drop/", round_views.drop_step, name="drop_reminder"),
    path(f"{_round}<slug:kind>/", round_views.edit_message, name="edit_message"),
]
