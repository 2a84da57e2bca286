"""The pages that each round tells people about itself: Markdown, in the manager's words or ours."""

from surveys.pages.rendering import problems, render
from surveys.pages.texts import PLACEHOLDERS, default_text, fill

__all__ = ["PLACEHOLDERS", "default_text", "fill", "problems", "render"]
