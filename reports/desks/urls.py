"""The desks of a round, all below its own address and in the namespace of the reports."""

from django.urls import path

from reports.desks import agreement_views, coding_views, exclusion_views, names_views, quality_views

urlpatterns = [
    path("quality/", quality_views.quality, name="quality"),
    path("quality/thresholds/", quality_views.thresholds, name="thresholds"),
    path("quality/returns/", quality_views.returns, name="quality_returns"),
    path("quality/returns/<slug:reference>/", quality_views.one_return, name="quality_return"),
    path("quality/returns/<slug:reference>/set-aside/", quality_views.aside, name="set_aside"),
    path("quality/returns/<slug:reference>/take-back/", quality_views.back, name="take_back"),
    path("quality/set-aside/", exclusion_views.exclusions, name="exclusions"),
    path("quality/agencies/", exclusion_views.agencies, name="quality_agencies"),
    path("quality/agencies/<uuid:agency_id>/", exclusion_views.agency, name="quality_agency"),
    path(
        "quality/agencies/<uuid:agency_id>/take-back/",
        exclusion_views.agency_back,
        name="take_back_agency",
    ),
    path("names/", names_views.names, name="names"),
    path("names/<slug:question>/", names_views.names_of, name="names_of"),
    path("names/<slug:question>/<slug:reference>/", names_views.names_in, name="names_in"),
    path("coding/", coding_views.coding, name="coding"),
    path("coding/new-list/", coding_views.new_list, name="new_code_list"),
    path("coding/<slug:key>/", coding_views.desk, name="code_texts"),
    path("coding/<slug:key>/list/", coding_views.edit_list, name="edit_code_list"),
    path("coding/<slug:key>/delete/", coding_views.drop_list, name="delete_code_list"),
    path("coding/<slug:key>/same-texts/", coding_views.groups, name="code_groups"),
    path("coding/<slug:key>/agreement/", agreement_views.agreement, name="agreement"),
]
