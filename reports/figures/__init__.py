"""Figures: returns as arrays, estimates with their uncertainty, and the declared tables."""
