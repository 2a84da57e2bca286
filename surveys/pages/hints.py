"""What a manager should add to the standard text of each page, as no software can know it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

HINTS: dict[str, Promise] = {
    "about": lazy("Add what the figures are for, and where they will be published."),
    "who": lazy(
        "Add which organisation is responsible, who pays for the survey, who approved its ethics, "
        "and a postal address."
    ),
    "data": lazy(
        "Add the lawful basis, where the service runs, how long answers and backups are kept, who "
        "may use the files for research later, and your data protection officer."
    ),
    "complain": lazy("Add who answers complaints, and within how many days."),
    "accessibility": lazy(
        "Add the date of this statement, tests made since, and, for a public body, the level of "
        "compliance that you state."
    ),
}
