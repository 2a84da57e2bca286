"""The practice round: open now, one agency of twenty, for trying the service out.

Its staff accounts have passwords derived from this installation's root secret, so that no
installation shares one; they are made on laptops only, never in production.
"""

import datetime
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from diary.models import Diary
from surveys.actions import code_of, create_round, new_invitation
from surveys.codes import derive_code, encode, format_code, handle_of
from surveys.demo.source import answers_for, demo_returns
from surveys.dispositions import pull_round
from surveys.instruments import load_instrument
from surveys.keys import keys_of
from surveys.models import Agency, Authority, Invitation, Return, Round, RoundRole, User

SLUG = "practice"
OPEN_LINK = "practice-association"
OFFICER = "officer@caseweek.example"
RESEARCHER = "researcher@caseweek.example"
MANAGER = "manager@caseweek.example"
ADMINISTRATOR = "administrator@caseweek.example"
TEAM = "team@caseweek.example"
TEAMS = ("Duty and assessment", "Long-term support")
PEOPLE = (
    "Ada Sample", "Ben Example", "Cleo Placeholder", "Dev Specimen", "Effie Sample",
    "Femi Example", "Gwen Placeholder", "Hari Specimen", "Ines Sample", "Jude Example",
    "Kezia Placeholder", "Lorcan Specimen", "Mina Sample", "Noor Example", "Otis Placeholder",
    "Priya Specimen", "Quinn Sample", "Rafi Example", "Sunita Placeholder", "Theo Specimen",
)  # fmt: skip
SENT, STARTED = 6, 3  # of the twenty; the others can be used to come in


@dataclass(frozen=True)
class WaysIn:
    """How to come in to the demonstration as each kind of person."""

    code: str  # "" when every practice invitation has been used
    open_link: str
    officer: str
    researcher: str
    manager: str
    administrator: str
    password: str


def demo_password() -> str:
    """This installation's password of the demonstration's staff accounts."""
    digest = hmac.digest(settings.ROOT_SECRET.encode(), b"demo password", hashlib.sha256)
    return format_code(encode(int.from_bytes(digest, "big") % 27**12, 12)).lower()


def load_practice(*, today: datetime.date, reconstruction: Round | None) -> Round:
    """Make the practice round, its agency with twenty invitations, and the staff accounts."""
    monday = today - datetime.timedelta(days=today.weekday())
    with transaction.atomic():
        made = create_round(
            slug=SLUG,
            title="Practice round",
            instrument="2",
            opens_on=monday,
            closes_on=monday + datetime.timedelta(days=365),
            weeks=[monday, monday + datetime.timedelta(days=7)],
            state=Round.State.OPEN,
            note="A round to try things in. Its people and its agency are invented.",
        )
        made.team_name, made.team_email = "the practice survey team (invented)", TEAM
        made.save(update_fields=["team_name", "team_email"])
        authority, _ = Authority.objects.get_or_create(
            name="Practiceshire (invented)",
            defaults={"region": "Nowhere", "type": Authority.Type.COUNTY},
        )
        agency = made.agencies.create(
            authority=authority,
            name="Practiceshire children's services (invented)",
            service=Agency.Service.CHILDREN,
            week=made.weeks.first(),
        )
        made.open_links.create(
            name="Practice association (invented)", slug=OPEN_LINK, week=made.weeks.first()
        )
        Invitation.objects.bulk_create(
            new_invitation(
                agency=agency, name=name, email=_email(name), team=TEAMS[number % len(TEAMS)]
            )
            for number, name in enumerate(PEOPLE)
        )
        if not settings.PRODUCTION:
            _create_staff(made, agency, reconstruction)
    _answer_some(made, agency)
    pull_round(made)
    return made


def ways_in() -> WaysIn | None:
    """How to come in, with a code that nobody has used yet; None when it is not loaded."""
    practice = Round.objects.filter(slug=SLUG).first()
    if practice is None:
        return None
    linkage = keys_of(practice.pk).linkage
    unused = ""
    for invitation in Invitation.objects.filter(agency__round=practice).select_related("agency"):
        code = code_of(invitation)
        if not Return.objects.filter(handle=handle_of(linkage, code)).exists():
            unused = format_code(code)
            break
    return WaysIn(
        code=unused,
        open_link=OPEN_LINK,
        officer=OFFICER,
        researcher=RESEARCHER,
        manager=MANAGER,
        administrator=ADMINISTRATOR,
        password=demo_password(),
    )


def _create_staff(practice: Round, agency: Agency, reconstruction: Round | None) -> None:
    officer = _account(OFFICER, "Olu Officer (invented)")
    role = RoundRole.objects.create(user=officer, round=practice, role=RoundRole.Role.OFFICER)
    role.agencies.add(agency)
    researcher = _account(RESEARCHER, "Rae Researcher (invented)")
    manager = _account(MANAGER, "Maz Manager (invented)")
    for round_ in filter(None, (practice, reconstruction)):
        RoundRole.objects.create(user=researcher, round=round_, role=RoundRole.Role.RESEARCHER)
        RoundRole.objects.create(user=manager, round=round_, role=RoundRole.Role.MANAGER)
    _account(ADMINISTRATOR, "Ada Administrator (invented)", is_administrator=True)


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@practiceshire.example"


def _account(email: str, name: str, *, is_administrator: bool = False) -> User:
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email=email, name=name, password=demo_password(), is_administrator=is_administrator
    )


def _answer_some(practice: Round, agency: Agency) -> None:
    """Some of the twenty have sent a return, some have started one."""
    keys = keys_of(practice.pk)
    instrument = load_instrument(practice.instrument)
    in_csd = (item for item in demo_returns() if item.answers.get("setting") == "la_children")
    invited = Invitation.objects.filter(agency=agency).order_by("?")[: SENT + STARTED]
    for number, invitation in enumerate(invited):
        item, sent = next(in_csd), number < SENT
        code = derive_code(keys.code, invitation.pk, invitation.code_version)
        diary = Diary.objects.create(
            starts_on=agency.week.starts_on,
            slots=item.slots,
            statuses=item.statuses,
            locked=sent,
        )
        Return.objects.create(
            round=practice,
            agency=agency,
            diary=diary,
            handle=handle_of(keys.linkage, code),
            pin_hash="!",
            instrument=practice.instrument,
            state=Return.State.SENT if sent else Return.State.STARTED,
            answers=answers_for(instrument, item) if sent else {},
            flags=item.flags if sent else [],
        )
