"""A personal follow-up queue for people whose work is other people."""

__version__ = "0.1.0"
