"""Rebuilds a set of returns whose tables are the published ones of the 2009 survey."""
