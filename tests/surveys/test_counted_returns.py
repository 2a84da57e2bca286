"""Which returns figures are made of, and which researchers have set aside."""

import pytest

from surveys.models import Return
from tests.factories import AgencyFactory, ReturnFactory, RoundFactory

pytestmark = pytest.mark.django_db


def test_returns_count_unless_they_or_their_agency_are_set_aside():
    round_ = RoundFactory()
    kept, left = AgencyFactory(round=round_), AgencyFactory(round=round_)
    left.returns_exclusion = "Collected by a manager"
    left.save()
    sent = {"round": round_, "state": Return.State.SENT}
    counted = {ReturnFactory(agency=kept, **sent), ReturnFactory(agency=None, **sent)}
    excluded = {
        ReturnFactory(agency=left, **sent),
        ReturnFactory(agency=kept, exclusion="Not a social worker", **sent),
        ReturnFactory(agency=None, exclusion="Not a social worker", **sent),
    }
    ReturnFactory(agency=kept, round=round_)

    assert set(Return.objects.counted()) == counted
    assert set(Return.objects.excluded()) == excluded
    assert set(Return.objects.sent()) == counted | excluded
