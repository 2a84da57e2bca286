"""Background tasks of the fieldwork: each takes keys, loads, delegates."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from surveys.actions.people import forget_old_uploads
from surveys.dispositions import pull_round
from surveys.messages.planning import cancel_of_closed_rounds, make_planned
from surveys.messages.sending import anything_due, send_due, sweep
from surveys.models import Round
from surveys.sealing import finish_sealing, seal_round, waiting_to_be_sealed

logger = logging.getLogger("caseweek.surveys")


@shared_task
def pull_dispositions() -> None:
    """Bring the dispositions of every round that has keys up to date. Safe to run twice."""
    live = [Round.State.OPEN, Round.State.CLOSED]
    for round_ in Round.objects.filter(state__in=live):
        logger.info("round %s: %d dispositions pulled", round_.pk, pull_round(round_))


@shared_task
def seal(round_id: str) -> None:
    """Do the work of a sealing that has begun. Safe to run twice, and at once."""
    round_ = Round.objects.get(pk=round_id)
    if round_.state == Round.State.SEALING and round_.backups_until:
        seal_round(round=round_, backups_until=round_.backups_until)


@shared_task
def carry_on_sealing() -> None:
    """Take up sealings whose worker died, and call rounds sealed whose last backup is gone."""
    for round_ in waiting_to_be_sealed():
        seal.delay(str(round_.pk))
    finish_sealing(timezone.localdate())


@shared_task
def send_messages() -> None:
    """Send what is due, for a while. Safe to run twice, and at once."""
    for state, count in send_due().items():
        logger.info("%d messages: %s", count, state)


@shared_task
def tend_messages() -> None:
    """Make what is planned, look after what dead workers left, and have sent what is due."""
    now = timezone.now()
    if unsure := sweep(now=now):
        logger.warning("%d messages are unsure: their worker died", unsure)
    cancel_of_closed_rounds()
    make_planned(now=now)
    if anything_due(now=now):
        for _run in range(settings.MESSAGE_RUNS):
            send_messages.apply_async(expires=settings.MESSAGE_TEND_EVERY)


@shared_task
def forget_uploads() -> None:
    """Delete staged lists that nobody confirmed within a day. Safe to run twice."""
    forget_old_uploads(now=timezone.now())
