"""Values of options and arguments without pydantic, which Typer 0.29 loads for every value: 130 ms at each call.

Texts, lists of texts and whole numbers in their range are taken as they are; all else goes Typer's own way, its
refusals too. Typer 0.28 has no such step, and nothing changes there.
"""

from __future__ import annotations

from typing import Any


class PlainParameters:
    """A command or a group of commands whose parameters do so; it stands before Typer's own class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in self.params:  # type: ignore[attr-defined]
            if hasattr(parameter, "type_descriptor"):
                _take_plainly(parameter)

    def get_help_option(self, ctx: Any) -> Any:
        """Typer's own, as a flag that wasn't given rather than a value that is to be found."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None and option.default is None:
            option.default = False
        return option


def _take_plainly(parameter: Any) -> None:
    slowly, descriptor = parameter.process_value, parameter.type_descriptor

    def process_value(ctx: Any, value: Any) -> Any:
        found = _plain(value, descriptor.annotation, descriptor.parameter_info)
        is_missing = found is None or (parameter.required and parameter.value_is_missing(value))
        if is_missing and (value is not None or parameter.required):
            return slowly(ctx, value)
        return found if parameter.callback is None else parameter.callback(ctx, parameter, found)

    parameter.process_value = process_value


def _plain(value: Any, annotation: Any, info: Any) -> Any:
    # None for what isn't plain. No option of ours has a parser of its own.
    if annotation is str or annotation is bool:
        return value if type(value) is annotation else None
    if annotation == list[str] and isinstance(value, (list, tuple)):
        return list(value)
    if annotation is int and isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        least, most = info.min, info.max
        number = int(value)
        return number if (least is None or number >= least) and (most is None or number <= most) else None
    return None
