"""Forms of the respondent's path. Each returns values that the survey works with."""

from surveys.forms.arrival import CodeForm, ConsentForm, PinForm
from surveys.forms.questions import PageForm

__all__ = ["CodeForm", "ConsentForm", "PageForm", "PinForm"]
