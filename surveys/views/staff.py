"""Staff pages of the fieldwork: what each may see, and the officer's page."""

from uuid import UUID

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.access import get_agency_for, get_roles_for
from surveys.forms import SignInForm
from surveys.models import Invitation

PAGE = 50

sign_in = auth_views.LoginView.as_view(
    template_name="surveys/staff/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = auth_views.LogoutView.as_view()


@require_safe
@login_required
def staff_home(request: HttpRequest) -> HttpResponse:
    """The rounds a member of staff works on, and where their work lies in each."""
    return render(request, "surveys/staff/home.html", {"roles": get_roles_for(request.user)})


@require_safe
@login_required
def agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """A link officer's page: who has not replied; never an answer, never a date of sending."""
    found = get_agency_for(request.user, agency_id)
    invitations = Invitation.objects.filter(agency=found)
    counts = invitations.counts()
    listed = Paginator(invitations, PAGE).get_page(request.GET.get("page"))
    page = {
        "agency": found,
        "counts": [(Invitation.Disposition(value).label, n) for value, n in counts.items()],
        "invited": sum(counts.values()),
        "sent": counts[Invitation.Disposition.SENT],
        "listed": listed,
    }
    return render(request, "surveys/staff/agency.html", page)
