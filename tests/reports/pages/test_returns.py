"""Returns sent, by sector."""

import pytest

from reports.pages.returns import sent_by_sector
from surveys.models import Return
from surveys.sectors import Sector
from tests.factories import RoundFactory
from tests.reports.made import send

pytestmark = pytest.mark.django_db


def test_sent_by_sector_counts_every_sector():
    round_ = RoundFactory()
    send(round_, ("la_children", ""), ("la_children", ""), ("independent", ""), ("", ""))
    send(round_, ("la_adults", ""), state="started")
    Return.objects.filter(pk=send(round_, ("nhs", ""))[0].pk).update(
        answers={"setting": "nhs", "serves": "both"}
    )

    assert sent_by_sector(round_) == {
        Sector.CSD: 2,
        Sector.DASS: 0,
        Sector.JOINT: 1,
        Sector.PVI: 1,
        Sector.NONE: 1,
    }
