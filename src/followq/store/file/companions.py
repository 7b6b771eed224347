"""What SQLite keeps beside a file."""

from __future__ import annotations

BESIDE = ("-journal", "-wal", "-shm")
"""Endings of files that belong to the one named so without them."""
