"""Microdata: the files that researchers analyse, and the way back in (docs/microdata.md)."""
