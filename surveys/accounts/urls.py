"""Addresses of accounts: ours, and of django-allauth's only those that are used here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from surveys.accounts import audit_views, views

urlpatterns = [  # in the namespace "surveys"
    path("staff/sign-in/", account.login, name="staff_sign_in"),
    path("staff/sign-out/", views.sign_out, name="staff_sign_out"),
    path("staff/join/<uuid:user_id>/<str:token>/", views.join_staff, name="join_staff"),
    path("staff/accounts/", views.accounts, name="accounts"),
    path("staff/accounts/new/", views.new_account, name="new_account"),
    path("staff/accounts/<uuid:account_id>/", views.account, name="account"),
    path("staff/audit/", audit_views.audit, name="audit"),
    path("staff/audit/download/", audit_views.audit_download, name="audit_download"),
]

_RESET = "staff/account/password/reset"
allauth_urlpatterns = [  # allauth looks these names up itself, so they have no namespace
    path("staff/sign-in/", account.login, name="account_login"),
    path("staff/account/", mfa.index, name="mfa_index"),
    path("staff/account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("staff/account/password/", account.password_change, name="account_change_password"),
    path(f"{_RESET}/", account.password_reset, name="account_reset_password"),
    path(f"{_RESET}/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        f"{_RESET}/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        f"{_RESET}/<str:uidb36>/<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("staff/account/code/", mfa.authenticate, name="mfa_authenticate"),
    path("staff/account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("staff/account/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("staff/account/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("staff/account/recovery/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "staff/account/recovery/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "staff/account/recovery/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
