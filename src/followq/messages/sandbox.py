"""The Jinja in which templates run: nothing but text and numbers to get at, and no way to run for ever."""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

LARGEST_NUMBER = 10_000


class Sandbox(ImmutableSandboxedEnvironment):
    """Unknown names fail instead of vanishing; numbers and repeated texts stay small.

    What else takes long or grows large is for `bounds` to end.
    """

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        # Messages are plain text, not HTML: there is nothing to escape.
        super().__init__(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, **options)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply what is small; % is for numbers, not for widths of texts."""
        if operator == "**" or not all(
            isinstance(part, (int, float)) and abs(part) <= LARGEST_NUMBER for part in (left, right)
        ):
            raise SecurityError(
                "** is not for templates" if operator == "**" else f"{operator} is only for small numbers"
            )
        return super().call_binop(context, operator, left, right)
