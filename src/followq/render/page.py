"""What every page can do."""

from __future__ import annotations

from typing import Any, Protocol

from followq.model.core.calendar import Calendar
from followq.render.blocks import Block


class Page(Protocol):
    """A command's result: a record with its `kind`, whose fields make the JSON document."""

    @property
    def kind(self) -> str:
        """Name of the document, mostly the command's."""

    def _asdict(self) -> dict[str, Any]: ...

    def layout(self, calendar: Calendar) -> list[Block]:
        """The page as lines and tables."""
