"""One text to read for names: what may be one, to tick; other words, to write; or put it off."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reports.desks.texts import Wording
from surveys.forms.arrival import PlainForm
from surveys.redacting import Span, candidates, spans_of

MOST_SUGGESTED = 30


class WordingForm(PlainForm):
    """Cleaned, `spans`: where the text is blacked out. Its fields begin with the text's digest."""

    names = forms.MultipleChoiceField(
        label=lazy("May be names. Black out:"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"translate": "no"}),
    )
    words = forms.CharField(
        label=lazy("Other words to black out"),
        required=False,
        help_text=lazy("As they stand in the text, one name or phrase a line."),
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "spellcheck": "false",
                "autocomplete": "off",
                "translate": "no",
                "data-black-out-words": "",
            }
        ),
    )
    later = forms.BooleanField(label=lazy("Leave this text for later"), required=False)

    def __init__(
        self, *args: Any, wording: Wording, words: Sequence[str] = (), **kwargs: Any
    ) -> None:
        self.wording = wording
        suggested = [*dict.fromkeys([*words, *candidates(wording.text)])][:MOST_SUGGESTED]
        initial = {"names": [word for word in words if word in suggested]}
        super().__init__(*args, prefix=f"t{wording.of}", initial=initial, **kwargs)
        self.fields["names"].choices = [
            (word, format_html('<span translate="no">{}</span>', word)) for word in suggested
        ]
        if not suggested:
            del self.fields["names"]

    def clean_words(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["words"].splitlines()]
        words = [line for line in lines if line]
        missing = [word for word in words if not spans_of(self.wording.text, [word])]
        if missing:
            raise forms.ValidationError(
                _("“%(words)s” is not in the text. Write it as it stands there, in whole words.")
                % {"words": "”, “".join(missing)}
            )
        return words

    @property
    def is_put_off(self) -> bool:
        return bool(self.cleaned_data["later"])

    @property
    def spans(self) -> list[Span]:
        chosen = [*self.cleaned_data.get("names", []), *self.cleaned_data["words"]]
        return spans_of(self.wording.text, chosen)
