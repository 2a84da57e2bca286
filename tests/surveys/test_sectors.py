"""The sector that follows from where a respondent works."""

import pytest

from surveys.sectors import Sector, sector_of


@pytest.mark.parametrize(
    ("setting", "serves", "sector"),
    [
        ("la_children", None, Sector.CSD),
        ("la_adults", None, Sector.DASS),
        ("la_joint", None, Sector.JOINT),
        ("nhs", "children", Sector.CSD),
        ("nhs", "adults", Sector.DASS),
        ("joint", "both", Sector.JOINT),
        ("joint", None, Sector.NONE),
        ("private", "children", Sector.PVI),
        ("voluntary", None, Sector.PVI),
        ("independent", "adults", Sector.PVI),
        ("other", None, Sector.NONE),
        (None, None, Sector.NONE),
    ],
)
def test_sector_follows_the_setting(setting, serves, sector):
    given_answers = {"setting": setting, "serves": serves}

    assert sector_of({k: v for k, v in given_answers.items() if v}) is sector
