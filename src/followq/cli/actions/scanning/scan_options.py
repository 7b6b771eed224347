"""What was said on the command line about a scan."""

from __future__ import annotations

from followq.record import NamedTuple

LIKELY = 0.7
"""Likelihood from which on `--accept` takes a proposal, unless `--min` says another."""

LEAST_SHOWN = 0.1
"""Likelihood below which a proposal is only counted, unless `--all` or `--min` asks for it."""


class ScanOptions(NamedTuple):
    """Options of `scan`; `side` is owed, waiting, all, or empty where nothing is to be accepted unasked."""

    sources: tuple[str, ...] = ()
    me: tuple[str, ...] = ()
    side: str = ""
    least: float | None = None
    is_applied: bool = False
    is_dry_run: bool = False
    limit: int | None = None
    is_all: bool = False
    is_verbose: bool = False
    password_command: str | None = None
