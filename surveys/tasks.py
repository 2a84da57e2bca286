"""Background tasks of the fieldwork: each takes keys, loads, delegates."""

import logging

from celery import shared_task

from surveys.dispositions import pull_round
from surveys.models import Round

logger = logging.getLogger("caseweek.surveys")


@shared_task
def pull_dispositions() -> None:
    """Bring the dispositions of every round that has keys up to date. Safe to run twice."""
    live = [Round.State.OPEN, Round.State.CLOSED]
    for round_ in Round.objects.filter(state__in=live):
        logger.info("round %s: %d dispositions pulled", round_.pk, pull_round(round_))
