"""How the parts of the memory ask SQLite."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any


class Rows:
    """Questions to one open file."""

    _connection: sqlite3.Connection

    def _row(self, sql: str, *values: object) -> Any:
        return self._connection.execute(sql, values).fetchone()

    def _column(self, sql: str, *values: object) -> list[Any]:
        return [value for (value,) in self._connection.execute(sql, values)]
