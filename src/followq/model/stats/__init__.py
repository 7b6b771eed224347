"""Figures over the whole log."""
