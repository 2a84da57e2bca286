"""The list of people as a link officer reads it: states in words, a search, pages."""

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.models import Agency, Invitation

PER_PAGE = 50
STATES = {
    "invited": lazy("Not started"),
    "started": lazy("Started, not sent"),
    "sent": lazy("Sent"),
    "no-reminders": lazy("No more reminders"),
    "by-hand": lazy("Away, left or not eligible"),
}
BY_HAND = {
    "on-leave": lazy("On leave for the whole survey"),
    "sick": lazy("Off sick for the whole survey"),
    "left": lazy("Has left the agency"),
    "not-eligible": lazy("Not a social worker of the agency"),
}
TAGS = {"sent": "tag-done", "started": "tag-partly"}


def people_page(agency: Agency, *, words: str, state: str, number: str | None) -> Page[Invitation]:
    """A page of an agency's people, those that match; any page number leads to a page."""
    found = Invitation.objects.filter(agency=agency).in_state(state).matching(words)
    page: Page[Invitation] = Paginator(found, PER_PAGE).get_page(number)
    page.object_list = list(page.object_list)
    for invitation in page.object_list:
        invitation.state_label = state_label(invitation)
        invitation.tag = TAGS.get(invitation.disposition, "tag-todo")
    return page


def state_label(invitation: Invitation) -> str:
    """Where somebody stands: by their return; where there is none, by what the officer knows."""
    if invitation.disposition == "invited" and invitation.by_hand:
        return str(BY_HAND[invitation.by_hand])
    if invitation.disposition in ("refused", "withdrawn"):
        return str(STATES["no-reminders"])
    return str(STATES[invitation.disposition])


def called(invitation: Invitation) -> str:
    """What to call somebody on a page."""
    return invitation.name or invitation.email or _("No name given")
