"""The demonstration: the 2009 survey reconstructed, and a practice round to try things in.

The stored returns are a reconstruction from published tables (README.md beside this file): no
row is a person.
"""
