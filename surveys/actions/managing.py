"""What a survey manager does: rounds and their states, agencies, calls."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from surveys.actions.audit import note_act
from surveys.actions.rounds import create_round
from surveys.instruments import InstrumentError, load_instrument
from surveys.keys import KeysMissing, keys_of
from surveys.models import Agency, AgencyCall, AuditEntry, Authority, Round, RoundRole, User

Act, State = AuditEntry.Act, Round.State
# Where a round may go from where it is. Sealing is an act of its own (surveys/sealing.py).
NEXT = {
    State.DRAFT: (State.OPEN,),
    State.OPEN: (State.CLOSED,),
    State.CLOSED: (State.OPEN,),
}


class NotReady(Exception):
    """The round can't go there now; `problems` say what to do first."""

    def __init__(self, problems: Sequence[str | Promise]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = list(problems)


def make_round(
    *,
    who: User,
    now: datetime.datetime,
    weeks: Sequence[datetime.date],
    fields: Mapping[str, Any],
) -> Round:
    """A new draft with its weeks (the last one is the fallback), managed by who made it."""
    with transaction.atomic():
        made = create_round(weeks=sorted(weeks), **_core(fields))
        _set(made, {k: v for k, v in fields.items() if k not in _core(fields)})
        RoundRole.objects.create(user=who, round=made, role=RoundRole.Role.MANAGER)
        note_act(who=who, act=Act.ROUND, now=now, round=made, about="made the round")
    return made


def change_round(
    *,
    round: Round,
    who: User,
    now: datetime.datetime,
    weeks: Sequence[datetime.date],
    fields: Mapping[str, Any],
) -> None:
    """Change a round's details. Raises NotReady where agencies or returns stand in the way."""
    problems = []
    if round.instrument_digest and fields.get("instrument", round.instrument) != round.instrument:
        problems.append(_("The first return has begun, so the questionnaire stays as it is."))
    used = set(
        round.weeks.exclude(agencies=None, open_links=None).values_list("starts_on", flat=True)
    )
    missing = sorted(used - set(weeks))
    if missing:
        days = ", ".join(f"{day:%-d %B %Y}" for day in missing)
        problems.append(_("Agencies have these weeks, so keep them: %(days)s.") % {"days": days})
    if problems:
        raise NotReady(problems)
    with transaction.atomic():
        changed = sorted(name for name, value in fields.items() if getattr(round, name) != value)
        _set(round, fields)
        round.weeks.exclude(starts_on__in=weeks).delete()
        for week in weeks:
            last = week == max(weeks) and len(weeks) > 1
            round.weeks.update_or_create(starts_on=week, defaults={"is_fallback": last})
        note_act(who=who, act=Act.ROUND, now=now, round=round, about=", ".join(changed))


def change_state(*, round: Round, to: str, who: User, now: datetime.datetime) -> None:
    """Open or close a round, or open it again. Raises NotReady."""
    with transaction.atomic():
        found = Round.objects.select_for_update().get(pk=round.pk)
        if to not in NEXT.get(State(found.state), ()):
            problem = _("The round is %(state)s, so this can't be done now.")
            raise NotReady([problem % {"state": found.get_state_display().lower()}])
        problems = what_is_missing(found) if to == State.OPEN else []
        if problems:
            raise NotReady(problems)
        about = f"{found.state} → {to}"
        Round.objects.filter(pk=found.pk).update(state=to)
        note_act(who=who, act=Act.ROUND_STATE, now=now, round=found, about=about)
    round.state = to


def what_is_missing(round_: Round) -> list[str]:
    """What must be there before a round opens, each as what to do; [] when it is ready."""
    problems = []
    try:
        load_instrument(round_.instrument)
    except InstrumentError:
        problems.append(_("Choose a questionnaire that is there."))
    if not round_.weeks.exists():
        problems.append(_("Add at least one diary week."))
    if not (round_.team_name and round_.team_email):
        problems.append(_("Enter the name and email of the survey team: respondents ask there."))
    agreed = round_.agencies.filter(standing=Agency.Standing.AGREED)
    if not (agreed.exists() or round_.open_links.exists()):
        problems.append(_("Add at least one agency that has agreed to take part."))
    try:
        keys_of(round_.pk)
    except KeysMissing:
        problems.append(_("Put the round's key file back into the key folder."))
    return problems


def save_agency(
    *,
    round: Round,
    agency: Agency | None,
    who: User,
    now: datetime.datetime,
    fields: Mapping[str, Any],
    authority: Mapping[str, str] | None,
) -> Agency:
    """Make or change an agency; `authority` (name, region, type) is found by name or made."""
    with transaction.atomic():
        owner = None
        if authority:
            owner, _made = Authority.objects.get_or_create(
                name=authority["name"],
                defaults={"region": authority["region"], "type": authority["type"]},
            )
        saved = agency or Agency(round=round)
        for name, value in {**fields, "authority": owner}.items():
            setattr(saved, name, value)
        saved.save()
        note_act(who=who, act=Act.AGENCY, now=now, agency=saved, about=saved.name)
    return saved


class AgencyToAdd(Protocol):
    """A checked row of a list of agencies."""

    @property
    def fields(self) -> Mapping[str, Any]: ...

    @property
    def authority(self) -> Mapping[str, str] | None: ...


def add_agencies(
    *, round: Round, who: User, now: datetime.datetime, rows: Sequence[AgencyToAdd]
) -> None:
    """Add agencies from a list, all or none."""
    with transaction.atomic():
        for row in rows:
            save_agency(
                round=round,
                agency=None,
                who=who,
                now=now,
                fields=row.fields,
                authority=row.authority,
            )


def log_call(
    *, agency: Agency, outcome: str, note: str, who: User, now: datetime.datetime
) -> AgencyCall:
    """Write down a call and what came of it; the agency then stands there."""
    with transaction.atomic():
        call = AgencyCall.objects.create(agency=agency, at=now, by=who, outcome=outcome, note=note)
        reason = note if outcome in (Agency.Standing.DECLINED, Agency.Standing.EXCLUDED) else ""
        Agency.objects.filter(pk=agency.pk).update(standing=outcome, standing_reason=reason[:200])
        note_act(who=who, act=Act.CALL, now=now, agency=agency, about=outcome)
    return call


def _core(fields: Mapping[str, Any]) -> dict[str, Any]:
    names = ("slug", "title", "instrument", "opens_on", "closes_on", "note")
    return {name: fields[name] for name in names if name in fields}


def _set(round_: Round, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(round_, name, value)
    round_.save(update_fields=list(fields))
