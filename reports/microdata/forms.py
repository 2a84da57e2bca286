"""The two forms that ask for a release. Each returns Settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from reports.microdata.public import declared
from reports.microdata.settings import (
    AREAS,
    DETAILS,
    FILES,
    FORMATS,
    INTERNAL,
    PUBLIC,
    Settings,
    settings_from,
)
from surveys.forms.arrival import PlainForm

AS_IS, COARSER, OUT = "as-is", "coarser", "out"
# public.toml's labels of the identifiers, here for the translators.
LABELS = (
    gettext_noop("Ethnic group, pooled"),
    gettext_noop("Decade of qualifying as a social worker"),
    gettext_noop("Full or part time"),
    gettext_noop("Gender"),
    gettext_noop("Age, banded"),
    gettext_noop("Role"),
    gettext_noop("Sector"),
    gettext_noop("Region"),
)


class ReleaseForm(PlainForm):
    """What both kinds have: files and formats."""

    use = ""
    formats = forms.MultipleChoiceField(
        label=lazy("Formats"),
        choices=list(FORMATS.items()),
        initial=["csv"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose at least one format.")},
    )
    files = forms.MultipleChoiceField(
        label=lazy("Files"),
        choices=list(FILES.items()),
        initial=list(FILES),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose at least one file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Two forms are on one page, so their fields' ids differ.
        super().__init__(*args, auto_id=f"id_{self.use}_%s", **kwargs)

    def settings(self) -> Settings:
        """Raises AttributeError before the form is valid."""
        return settings_from({"use": self.use, **self._settings(self.cleaned_data)})

    def _settings(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"formats": cleaned["formats"], "files": cleaned["files"]}


class InternalForm(ReleaseForm):
    use = INTERNAL
    free_text = forms.BooleanField(
        label=lazy("Include free text"),
        help_text=lazy(
            "Only texts that somebody has read for names, with the names blacked out. "
            "The audit trail says that you asked for it."
        ),
        required=False,
    )

    def _settings(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {**super()._settings(cleaned), "free_text": cleaned["free_text"]}


class PublicForm(ReleaseForm):
    """Public use: how far each of the identifiers goes is a field of its own."""

    use = PUBLIC
    area = forms.ChoiceField(
        label=lazy("Where respondents are"),
        help_text=lazy("One of the two: both together would make too many people unique."),
        choices=list(AREAS.items()),
        initial="sector",
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose sector or region.")},
    )
    diary = forms.ChoiceField(
        label=lazy("Diaries"),
        choices=list(DETAILS.items()),
        initial="categories",
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose how much of the diaries is in the files.")},
    )
    suppress = forms.BooleanField(
        label=lazy("Set values of rare combinations to missing"),
        help_text=lazy("The fewer values are lost, the coarser the variables above."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.identifiers = []
        for own in declared()[0]:
            choices = [(AS_IS, _("As it is")), (COARSER, _("Coarser")), (OUT, _("Leave out"))]
            if own.coarser is None:
                choices.pop(1)
            name = f"level_{own.name}"
            self.fields[name] = forms.ChoiceField(
                label=_(own.label),
                help_text=_("In the file only where you chose it above.") if own.area else "",
                choices=choices,
                initial=AS_IS,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), _("Choose one of the list.")
                ),
            )
            self.identifiers.append(self[name])

    def _settings(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        def at(level: str) -> tuple[str, ...]:
            return tuple(own.name for own in declared()[0] if cleaned[f"level_{own.name}"] == level)

        return {
            **super()._settings(cleaned),
            "area": cleaned["area"],
            "diary": cleaned["diary"],
            "coarser": at(COARSER),
            "left_out": at(OUT),
            "suppress": cleaned["suppress"],
        }
