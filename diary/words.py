"""Half hours in words, in the active language."""

from django.utils.translation import gettext, ngettext


def hours_words(half_hours: int) -> str:
    """Half hours as hours: 3 is "1½ hours", 2 is "1 hour", 1 is "½ hour"."""
    hours, half = divmod(half_hours, 2)
    if not half:
        text = ngettext("%(count)s hour", "%(count)s hours", hours)
    elif hours:
        text = ngettext("%(count)s½ hours", "%(count)s½ hours", hours)
    else:
        text = gettext("½ hour")
    return text % {"count": hours}
