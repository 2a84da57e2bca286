"""What a workbook says of itself."""

import datetime
from dataclasses import dataclass, field

from reports.figures.frame import LeftOut
from surveys.thresholds import Thresholds

INTERNAL = "Internal, not for publication"


@dataclass(frozen=True)
class About:
    """What the cover says. `filters` are in words, one a variable."""

    round_title: str
    note: str
    contact: str
    returns_counted: int
    built_on: datetime.date
    code_version: str
    left_out: LeftOut = field(default_factory=LeftOut)
    filters: tuple[str, ...] = ()
    is_weighted: bool = False
    is_publication: bool = False
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def title(self) -> str:
        return f"{self.round_title}: tables"
