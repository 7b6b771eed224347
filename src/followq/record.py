"""Immutable records that cost next to nothing to start with.

`typing.NamedTuple` loads `typing` and `re` (8 ms), a dataclass loads `inspect` (14 ms): together a
third of what `followq count` may take. This gives the same class syntax on `collections.namedtuple`;
type checkers see the real `typing.NamedTuple`. Modules that declare records need
`from __future__ import annotations`.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - exported to every record
else:
    _OWN = {"__module__", "__qualname__", "__annotations__", "__doc__", "__firstlineno__", "__static_attributes__"}

    class _RecordMaker(type):
        def __new__(mcs, name, bases, namespace):
            fields = tuple(namespace["__annotations__"])
            defaults = [namespace[field] for field in fields if field in namespace]
            made = namedtuple(name, fields, defaults=defaults, module=namespace["__module__"])
            made.__doc__ = namespace.get("__doc__")
            made.__annotations__ = namespace["__annotations__"]
            for key, value in namespace.items():
                if key not in _OWN and key not in fields:
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_RecordMaker, "NamedTuple", (), {})
