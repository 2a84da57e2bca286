"""A round's own text of one of its pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.forms.arrival import PlainForm
from surveys.models import RoundPage
from surveys.pages import problems

SHOWN = 10  # problems at a time


class PageForm(PlainForm):
    """Markdown of a page; cleaned, with "\\n" at the end of a line, and fit to be shown."""

    body = forms.CharField(
        label=lazy("Text of the page"),
        error_messages={
            "required": lazy("Enter the text of the page, or go back to the standard text.")
        },
        widget=forms.Textarea(attrs={"rows": 24, "class": "page-text", "spellcheck": "true"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = _(
            "In Markdown: ## before a heading, an empty line between paragraphs, - before each "
            "item of a list, **bold**, [words](https://address) for a link."
        )

    def clean_body(self) -> str:
        body = as_lines(self.cleaned_data["body"])
        if len(body) > RoundPage.MAX_LENGTH:
            raise forms.ValidationError(
                _("Shorten the text to %(most)s characters. It has %(count)s now.")
                % {"most": f"{RoundPage.MAX_LENGTH:,}", "count": f"{len(body):,}"}
            )
        wrong = problems(body)
        if wrong:
            raise forms.ValidationError(wrong[:SHOWN])
        return body


def as_lines(body: str) -> str:
    """A text as it is kept: browsers send "\\r\\n" at the end of a line."""
    return body.replace("\r\n", "\n").replace("\r", "\n").strip()
