"""A staged upload as people: its rows, with what its maker corrected and left out."""

from surveys.models import Agency, Invitation, StagedUpload
from surveys.people.reading.checking import Checked, Person, check, people_of


def listed_people(agency: Agency) -> list[Person]:
    """Everybody on an agency's list who has a name or an email address."""
    rows = Invitation.objects.filter(agency=agency).exclude(name="", email="")
    return [Person(*row) for row in rows.order_by().values_list("name", "email", "team")]


def checked_of(staged: StagedUpload) -> Checked:
    """Which of its rows are ready, wrong, on the agency's list already, or left out."""
    people = people_of(
        staged.rows,
        columns=staged.columns,
        headings=staged.has_headings,
        corrections=staged.corrections,
    )
    return check(people, listed=listed_people(staged.agency), left_out=set(staged.left_out))
