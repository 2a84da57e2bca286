"""Writes docs/published-comparison.md: `python -m tools.comparison`, from the repository's top."""

import os
from pathlib import Path

import django

TOP = Path(__file__).parents[2]
DOCUMENT = TOP / "docs" / "published-comparison.md"


def main() -> None:
    """Compares every printed figure, and writes down what was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # Only now: they reach models, which need the settings.
    from tools.comparison.comparing import compare_all
    from tools.comparison.demonstration import demonstration_frame
    from tools.comparison.writing import written

    compared = compare_all(demonstration_frame())
    DOCUMENT.write_text(written(compared), encoding="utf-8")
    print(f"{len(compared):,} figures compared: {DOCUMENT.relative_to(TOP)}")


if __name__ == "__main__":
    main()
