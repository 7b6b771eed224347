"""Checks beside the tests: what followq is installed from and into, and how well the tests look."""
