"""What each style looks like, in Rich's words."""

from __future__ import annotations

# Red and magenta alone stay readable on white and on black in the usual palettes (yellow, green and cyan vanish
# on white, blue on black). Each meaning stands in words too.
SHEET = {
    "": "",
    "title": "bold",
    "strong": "bold",
    "quiet": "dim",
    "late": "bold red",
    "soon": "magenta",
    "good": "bold",
    "id": "",
    "warn": "magenta",
    "plot": "",
}
