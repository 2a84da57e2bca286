"""Compares what Caseweek makes of the demonstration with the published tables of 2009.

`python -m tools.comparison` writes docs/published-comparison.md; tests hold it up to date.
"""
