"""The first page of staff: the rounds they work on."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.access import get_roles_for


@require_safe
@login_required
def staff_home(request: HttpRequest) -> HttpResponse:
    """The rounds a member of staff works on, and where their work lies in each."""
    return render(request, "surveys/staff/home.html", {"roles": get_roles_for(request.user)})
