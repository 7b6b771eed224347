"""Open what followq wrote in the user's own programs."""

from __future__ import annotations

from followq.errors import NotFoundError


def open_in_browser(path: str) -> None:
    """Show a file of ours in the browser.

    Raises: NotFoundError where there is none.
    """
    import webbrowser
    from pathlib import Path

    if not webbrowser.open(Path(path).resolve().as_uri()):
        raise NotFoundError("no browser could be started", f"open {path} yourself")
