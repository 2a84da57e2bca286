"""What pages of figures need of a template: texts of tables, which may have no translation."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()
ENGLISH = "en"


@register.filter
def told(text: str) -> str | SafeString:
    """A text of a declared table in the page's language, or marked as English where it has none.

    Titles, labels and notes of tables are data, in English. Where a catalogue has them they are
    translated; else a listener's voice must be told that they are not in the page's language.
    """
    if not text:
        return ""
    translated = gettext(text)
    if translated != text or (get_language() or ENGLISH).startswith(ENGLISH + "-gb"):
        return translated
    return format_html('<span lang="en-GB">{}</span>', text)


@register.filter
def told_text(text: str) -> str:
    """The same as text alone, where no markup can stand; beside it told_lang says the language."""
    return gettext(text) if text else ""


@register.simple_tag
def told_lang(text: str) -> SafeString | str:
    """An attribute ` lang="en-GB"` for the element that holds a text without a translation."""
    if gettext(text) != text or (get_language() or ENGLISH).startswith(ENGLISH + "-gb"):
        return ""
    return SafeString(' lang="en-GB"')
