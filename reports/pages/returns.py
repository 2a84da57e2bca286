"""How many returns were sent, for the page of a round."""

from django.db.models import Count
from django.db.models.fields.json import KT

from surveys.models import Return, Round
from surveys.sectors import Sector, sector_of


def sent_by_sector(round: Round) -> dict[Sector, int]:
    """How many returns of the round were sent, by sector, none left out."""
    keys = ("setting", "serves")
    rows = (
        Return.objects.sent()
        .filter(round=round)
        .order_by()
        .values_list(*(KT(f"answers__{key}") for key in keys))
        .annotate(Count("pk"))
    )
    counts = dict.fromkeys(Sector, 0)
    for *answers, count in rows:
        counts[sector_of(dict(zip(keys, answers, strict=True)))] += count
    return counts
