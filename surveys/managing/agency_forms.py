"""The survey manager's forms of an agency. Each returns the values that the actions take."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diary.templatetags.languages import day_month_year
from surveys.forms.arrival import PlainForm
from surveys.managing.round_forms import NUMBER
from surveys.managing.standing import authority_types, regions
from surveys.models import Agency, Authority, DiaryWeek, Round
from surveys.people.reading import Refused, Table, read_file, read_paste


class WeekField(forms.ModelChoiceField):
    """A diary week of the round, by its Monday."""

    def label_from_instance(self, week: DiaryWeek) -> str:
        return _("Week of %(day)s") % {"day": day_month_year(week.starts_on)}


class AgencyForm(PlainForm):
    """An agency; cleaned, `fields` for the Agency and `authority` or None."""

    name = forms.CharField(
        label=gettext_lazy("Name of the agency"),
        max_length=160,
        help_text=gettext_lazy("For example “Northshire children’s services”."),
        error_messages={"required": gettext_lazy("Enter the agency’s name.")},
    )
    service = forms.ChoiceField(label=gettext_lazy("Kind of service"), choices=Agency.Service)
    authority = forms.CharField(
        label=gettext_lazy("Local authority"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Leave empty for an agency that belongs to none."),
    )
    region = forms.ChoiceField(  # regions are names
        label=gettext_lazy("Its region"),
        required=False,
        widget=forms.Select(attrs={"translate": "no"}),
    )
    authority_type = forms.ChoiceField(label=gettext_lazy("Type of authority"), required=False)
    week = WeekField(
        label=gettext_lazy("Diary week"),
        queryset=DiaryWeek.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a diary week.")},
    )
    eligible = forms.IntegerField(
        label=gettext_lazy("Eligible staff"),
        min_value=1,
        max_value=20_000,
        required=False,
        help_text=gettext_lazy("How many social workers could be invited, if it is known."),
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"invalid": gettext_lazy("Enter a whole number, for example 120.")},
    )

    def __init__(self, *args: Any, round: Round, agency: Agency | None = None, **kwargs: Any):
        super().__init__(*args, initial=_agency_values(agency), **kwargs)
        self.round, self.agency = round, agency
        nothing = [("", _("Not known"))]
        self.fields["region"].choices = nothing + [(name, name) for name in regions()]
        self.fields["authority_type"].choices = nothing + authority_types()
        self.fields["week"].queryset = round.weeks.all()

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = self.round.agencies.filter(name__iexact=name)
        if self.agency:
            others = others.exclude(pk=self.agency.pk)
        if others.exists():
            raise ValidationError(_("An agency of this name is listed already."))
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("authority") and not (data.get("region") and data.get("authority_type")):
            known = Authority.objects.filter(name=data["authority"]).exists()
            if not known and not data.get("region"):
                self.add_error("region", _("Choose the authority’s region."))
            if not known and not data.get("authority_type"):
                self.add_error("authority_type", _("Choose the type of authority."))
        return data

    def values(self) -> tuple[dict[str, Any], dict[str, str] | None]:
        data = self.cleaned_data
        fields = {name: data[name] for name in ("name", "service", "week", "eligible")}
        name = " ".join(data["authority"].split())
        if not name:
            return fields, None
        return fields, {"name": name, "region": data["region"], "type": data["authority_type"]}


def _agency_values(agency: Agency | None) -> dict[str, Any]:
    if agency is None:
        return {}
    authority = agency.authority
    return {
        "name": agency.name,
        "service": agency.service,
        "week": agency.week_id,
        "eligible": agency.eligible,
        "authority": authority.name if authority else "",
        "region": authority.region if authority else "",
        "authority_type": authority.type if authority else "",
    }


class AgencyListForm(PlainForm):
    """A spreadsheet of agencies, or its lines as they were corrected; cleaned, `table`."""

    file = forms.FileField(
        label=gettext_lazy("Excel workbook or CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )
    lines = forms.CharField(required=False, max_length=1_000_000, widget=forms.Textarea)
    table: Table | None = None

    def __init__(self, *args: Any, too_much: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_much = too_much

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        try:
            if self.too_much:
                self.add_error("file", _("The file is too large. Upload at most 2 MB at a time."))
            elif file:
                self.table = read_file(file.read(), name=file.name)
            elif data.get("lines"):
                self.table = read_paste(data["lines"])
            elif not self.errors:
                self.add_error("file", _("Choose the file that holds your list of agencies."))
        except Refused as error:
            self.add_error("file", str(error))
        return data


class CallForm(PlainForm):
    """A call or a letter, and what came of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=[choice for choice in Agency.Standing.choices if choice[0] != "listed"],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the survey’s team. Name nobody who is to be asked."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == Agency.Standing.EXCLUDED and not data.get("note"):
            self.add_error("note", _("Enter the reason for excluding the agency."))
        return data


class OfficerForm(PlainForm):
    """A link officer or deputy to invite by email."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the person’s name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        error_messages={
            "required": gettext_lazy("Enter the person’s email address."),
            "invalid": gettext_lazy("Enter an email address such as name@council.example."),
        },
    )
    is_deputy = forms.BooleanField(label=gettext_lazy("As a deputy"), required=False)
