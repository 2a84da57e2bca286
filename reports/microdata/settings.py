"""What a release is to hold: which kind, files and formats, and how far it goes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as lazy

INTERNAL, PUBLIC = "internal", "public-use"
KINDS = {INTERNAL: lazy("Internal"), PUBLIC: lazy("Public use")}
FORMATS = {
    "csv": lazy("CSV"),
    "sav": lazy("SPSS (.sav)"),
    "dta": lazy("Stata (.dta)"),
    "parquet": lazy("Parquet"),
}
FILES = {
    "wide": lazy("Wide file: a row a return"),
    "slots": lazy("Slot file: 336 half hours a return"),
    "episodes": lazy("Episode file: a row an episode"),
    "sequences": lazy("Sequences for TraMineR: STS and SPELL, always CSV"),
}
AREAS = {"sector": lazy("Sector"), "region": lazy("Region")}
DETAILS = {
    "categories": lazy("Half hours by category"),
    "activities": lazy("Half hours by activity"),
    "none": lazy("No half hours: hours by category only, rounded"),
}


class SettingsError(ValueError):
    """A setting that there is not; the message names it."""


@dataclass(frozen=True)
class Settings:
    """`use` is the kind. What follows `free_text` is for public use alone, and the other way round.

    `coarser` and `left_out` name identifiers of public.toml: one step coarser, or not in the file.
    """

    use: str = INTERNAL
    formats: tuple[str, ...] = ("csv",)
    files: tuple[str, ...] = tuple(FILES)
    free_text: bool = False
    area: str = "sector"
    diary: str = "categories"
    coarser: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    suppress: bool = False  # set values of rare combinations to missing

    @property
    def is_public(self) -> bool:
        return self.use == PUBLIC

    @property
    def has_slots(self) -> bool:
        """Whether half hours leave at all."""
        return not self.is_public or self.diary != "none"

    def as_parameters(self) -> dict[str, Any]:
        """As a job keeps them: only those that say something for this kind."""
        found = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
        }
        for key in ("area", "diary", "coarser", "left_out", "suppress"):
            if not self.is_public:
                del found[key]
        if self.is_public:
            del found["free_text"]
        return found


def settings_from(parameters: Mapping[str, Any]) -> Settings:
    """Settings from a job's parameters or a command's options. Raises SettingsError."""
    usual = Settings()
    unknown = set(parameters) - set(asdict(usual))
    if unknown:
        raise SettingsError(f"There is no setting {', '.join(sorted(unknown))}.")
    found = Settings(
        **{
            key: tuple(parameters.get(key, value))
            if isinstance(value, tuple)
            else parameters.get(key, value)
            for key, value in asdict(usual).items()
        }
    )
    for name, given, known in (
        ("kind", (found.use,), KINDS),
        ("format", found.formats, FORMATS),
        ("file", found.files, FILES),
        ("area", (found.area,), AREAS),
        ("diary", (found.diary,), DETAILS),
    ):
        wrong = [one for one in given if one not in known]
        if wrong:
            raise SettingsError(
                f"There is no {name} {', '.join(wrong)}; choose of {', '.join(known)}."
            )
        if not given:
            raise SettingsError(f"Choose at least one {name}.")
    return found
