"""Joining, signing out, and the administrators' pages of accounts."""

from typing import Any
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from surveys.access import check_administrator, get_account_for
from surveys.accounts import emails
from surveys.accounts.account_forms import InvitationForm, RoleForm
from surveys.accounts.actions import (
    Refused,
    close_account,
    give_role,
    join,
    let_make_rounds,
    reopen_account,
    reset_second_factor,
    take_role,
)
from surveys.accounts.forms import JoinForm
from surveys.accounts.joining import invite_staff, join_link, joining_user, send_join_link
from surveys.accounts.second_factor import has_second_factor, with_second_factor
from surveys.actions import note_act
from surveys.models import AuditEntry, User

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@never_cache
@form_page
def join_staff(request: HttpRequest, user_id: UUID, token: str) -> HttpResponse:
    """Choose a password by the link in the email; opening it changes nothing."""
    user = joining_user(user_id, token)
    if user is None:
        return render(request, "surveys/accounts/join_over.html", status=410)
    form = JoinForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        if request.user.is_authenticated:  # somebody else's session in this browser
            logout(request)
        join(user=user, password=form.cleaned_data["password1"], now=timezone.now())
        return perform_login(request, user)
    page = {"form": form, "joining": user}
    status = 422 if form.errors else 200
    return render(request, "surveys/accounts/join.html", page, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        note_act(who=request.user, act=AuditEntry.Act.SIGN_OUT, now=timezone.now())
        logout(request)
    return redirect("surveys:home")


@form_page
@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts. A search comes by POST: a person's name does not belong in an address."""
    check_administrator(request.user)
    sought = request.POST.get("q", "").strip()[:120]
    found = (
        User.objects.matching(sought)
        .annotate(second_factor=with_second_factor())
        .prefetch_related("roles__round")
        .order_by("name", "email")
    )
    number = request.POST.get("page") or request.GET.get("page")
    page = {"listed": Paginator(found, PAGE).get_page(number), "sought": sought}
    return render(request, "surveys/accounts/list.html", page)


@form_page
@login_required
def new_account(request: HttpRequest) -> HttpResponse:
    """Invite somebody to join, with or without a role."""
    check_administrator(request.user)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = invite_staff(**_invitation(form), invited_by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            _say_sent(request, done.user, sent=done.email_sent)
            return redirect("surveys:account", done.user.pk)
    status = 422 if form.errors else 200
    return render(request, "surveys/accounts/new.html", {"form": form}, status=status)


@form_page
@login_required
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account: its roles, whether it can be signed in to, and what may be changed."""
    found = get_account_for(request.user, account_id)
    form = RoleForm(request.POST if request.POST.get("do") == "give" else None)
    if request.method == "POST":
        try:
            if _change(request, found, form):
                return redirect("surveys:account", found.pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("surveys:account", found.pk)
    page = {
        "account": found,
        "roles": found.roles.select_related("round").prefetch_related("agencies"),
        "second_factor": has_second_factor(found),
        "is_own": found.pk == request.user.pk,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/accounts/one.html", page, status=status)


def _change(request: HttpRequest, found: User, form: RoleForm) -> bool:
    """Do what was asked for; False when the form is not right. Raises Refused."""
    by: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    match request.POST.get("do"):
        case "give":
            if not form.is_valid():
                return False
            give_role(user=found, **form.cleaned_data, **by)
            messages.success(request, _("The role is given."))
        case "take":
            number = request.POST.get("role", "")
            role = found.roles.filter(pk=number).first() if number.isdecimal() else None
            if role:
                take_role(role=role, **by)
                messages.success(request, _("The role is taken away."))
        case "rounds" | "no-rounds" as asked:
            let_make_rounds(user=found, allowed=asked == "rounds", **by)
            messages.success(request, _("The account is changed."))
        case "close":
            close_account(user=found, **by)
            messages.success(request, _("The account is closed. Nobody can sign in to it."))
        case "reopen":
            reopen_account(user=found, **by)
            messages.success(request, _("The account is open again."))
        case "reset":
            reset_second_factor(user=found, **by)
            emails.send_account_changed(
                user=found, what=_("An administrator has reset its second factor.")
            )
            messages.success(
                request, _("The second factor is reset. The next sign-in sets one up.")
            )
        case "resend":
            _say_sent(request, found, sent=send_join_link(user=found))
    return True


def _say_sent(request: HttpRequest, user: User, *, sent: bool) -> None:
    """Whether an email went out, and what to do if none did."""
    if not emails.emails_go_out():
        messages.warning(request, _("This installation sends no emails."))
        if not user.has_usable_password():
            link = _("Hand this link over yourself; it works once: %(link)s")
            messages.warning(request, link % {"link": join_link(user)})
    elif sent:
        messages.success(request, _("An email is on its way."))
    else:
        messages.error(
            request, _("The email could not be sent. Check the address, and send it again later.")
        )


def _invitation(form: InvitationForm) -> dict[str, Any]:
    names = ("email", "name", "round", "role", "is_administrator")
    return {name: form.cleaned_data[name] for name in names}
