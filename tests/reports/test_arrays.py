"""Reading a round's returns into arrays."""

import pytest

from reports.arrays import SECTOR, Column, read_returns, sent_by_sector
from surveys.models import Return
from surveys.sectors import Sector
from tests.factories import RoundFactory
from tests.reports.made import send, send_many, week

pytestmark = pytest.mark.django_db


def rows_of(returns):
    """The arrays as rows again: (sector, symbols)."""
    sectors = [SECTOR.values[place] for place in returns.columns["sector"]]
    weeks = [bytes(row).decode() for row in returns.slots]
    return sorted(zip(sectors, weeks, strict=True))


def test_returns_are_the_sent_ones_of_the_round():
    round_ = RoundFactory()
    send(round_, ("la_children", "AAB"), ("", "C"))
    send(round_, ("la_adults", "D"), state="started")
    send(RoundFactory(), ("la_adults", "D"))

    returns = read_returns(round_)

    assert rows_of(returns) == [(Sector.CSD, week("AAB")), (Sector.NONE, week("C"))]


@pytest.mark.parametrize("chunk", [1, 3, 7, 100])
def test_returns_are_each_read_once_whatever_the_chunk(chunk):
    round_ = RoundFactory()
    sent = send_many(round_, 7)

    returns = read_returns(round_, chunk=chunk)

    in_order = sorted(sent, key=lambda one: one.pk.hex)
    assert [bytes(row).decode() for row in returns.slots] == [one.diary.slots for one in in_order]


def test_progress_is_told_before_and_after_each_chunk():
    round_ = RoundFactory()
    send_many(round_, 7)
    told = []

    read_returns(round_, chunk=3, progress=lambda done, total: told.append((done, total)))

    assert told == [(0, 7), (3, 7), (6, 7), (7, 7)]


def test_progress_stays_within_its_total_when_a_return_is_sent_meanwhile():
    round_ = RoundFactory()
    send_many(round_, 2)
    started = send(round_, *[("la_adults", "A")] * 6, state="started")
    told = []

    def progress(done, total):
        told.append((done, total))
        Return.objects.filter(pk__in=[one.pk for one in started]).update(state="sent")

    returns = read_returns(round_, chunk=2, progress=progress)

    assert told[-1] == (len(returns), len(returns)) == (8, 8)
    assert all(done <= total for done, total in told)


def test_progress_that_raises_ends_the_reading():
    round_ = RoundFactory()
    send_many(round_, 7)
    told = []

    def progress(done, total):
        told.append(done)
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        read_returns(round_, chunk=3, progress=progress)
    assert told == [0, 3]


def test_columns_wanted_are_read_by_their_values():
    round_ = RoundFactory()
    send(round_, ("la_children", "A"), ("nhs", "B"), ("", "C"))
    setting = Column("setting", ("", "la_children", "nhs"), lambda a: a.get("setting", ""))

    returns = read_returns(round_, columns=[setting])

    symbols = [chr(row[0]) for row in returns.slots]
    found = dict(zip(symbols, returns.columns["setting"].tolist(), strict=True))
    assert found == {"A": 1, "B": 2, "C": 0}


def test_round_without_returns_gives_empty_arrays():
    returns = read_returns(RoundFactory())

    assert (returns.slots.shape, returns.columns["sector"].shape) == ((0, 336), (0,))


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


def test_sent_by_sector_agrees_with_the_arrays():
    round_ = RoundFactory()
    send_many(round_, 23)

    sectors = [SECTOR.values[place] for place in read_returns(round_).columns["sector"]]

    assert sent_by_sector(round_) == {sector: sectors.count(sector) for sector in Sector}
