"""The rest of bench.fieldwork: the survey manager's pages, messages, and the nightly pull."""

import time
from collections.abc import Callable, Iterator
from typing import Any

BATCH = 5_000
GOAL_PULL = 60  # seconds for 100,000 invitations


def desk_pages(world: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The manager's pages of the round, and the officer's of messages, with how to ask for each."""
    from django.test import Client
    from django.urls import reverse

    from surveys.models import RoundRole, User

    user = User.objects.create_user(email="manager@bench.example", name="Manager")
    RoundRole.objects.create(user=user, round=world.round, role="manager")
    manager = Client()
    manager.force_login(user)
    slug, agency = world.round.slug, world.largest.pk
    of_round = ("manage_round", "managed_agencies", "recruitment", "edit_round", "round_messages")
    for name in of_round:
        address = reverse(f"surveys:{name}", args=[slug])
        yield f"manager: {name}", lambda address=address: manager.get(address)
    for name in ("managed_agency", "edit_agency"):
        address = reverse(f"surveys:{name}", args=[agency])
        yield f"manager: {name}", lambda address=address: manager.get(address)
    yield "manager: audit", lambda: manager.get(reverse("surveys:audit"))
    messages = reverse("surveys:messages", args=[agency])
    yield "officer: messages", lambda: world.officer.get(messages)
    for kind in ("invitation", "not-started", "not-sent"):
        address = reverse("surveys:new_message", args=[agency, kind])
        yield f"officer: new message, {kind}", lambda address=address: world.officer.get(address)


def pull(world: Any) -> tuple[int, float, float]:
    """Returns behind the invitations, then the nightly pull.

    How many dispositions it changed and in how many seconds; and the seconds of a second pull,
    which finds nothing to change.
    """
    from surveys.dispositions import pull_round
    from surveys.models import Invitation

    _answer(world)
    Invitation.objects.filter(agency__round=world.round).update(disposition="invited")
    began = time.perf_counter()
    changed = pull_round(world.round)
    first = time.perf_counter() - began
    began = time.perf_counter()
    assert pull_round(world.round) == 0
    return changed, first, time.perf_counter() - began


def _answer(world: Any) -> None:
    """A return behind each invitation that is sent or started, an opt-out behind the others."""
    from diary.models import Diary
    from surveys.codes import derive_code, handle_of
    from surveys.keys import keys_of
    from surveys.models import Invitation, OptOut, Return

    keys = keys_of(world.round.pk)
    people = Invitation.objects.filter(agency__round=world.round).exclude(disposition="invited")
    rows = people.values_list("pk", "code_version", "disposition", "agency_id")
    diaries, returns, opted_out = [], [], []
    for pk, version, disposition, agency in rows.iterator(chunk_size=BATCH):
        handle = handle_of(keys.linkage, derive_code(keys.code, pk, version))
        if disposition == "refused":
            opted_out.append(OptOut(round=world.round, handle=handle, kind="refused"))
            continue
        diary = Diary(starts_on=world.week.starts_on)
        diaries.append(diary)
        returns.append(
            Return(
                round=world.round,
                agency_id=agency,
                diary=diary,
                handle=handle,
                pin_hash="!",
                instrument="2",
                state=disposition,
            )
        )
    Diary.objects.bulk_create(diaries, batch_size=BATCH)
    Return.objects.bulk_create(returns, batch_size=BATCH)
    OptOut.objects.bulk_create(opted_out, batch_size=BATCH)
