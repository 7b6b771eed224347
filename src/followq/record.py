"""Immutable records that cost next to nothing to start with.

`typing.NamedTuple` loads `typing` and `re` (8 ms), a dataclass loads `inspect` (14 ms), and `namedtuple` compiles
a constructor for each class (0.2 ms, and a call meets dozens): together more than `followq count` takes. This gives
the same class syntax and the same records, with one constructor for all; type checkers see the real
`typing.NamedTuple`. Modules that declare records need `from __future__ import annotations`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - exported to every record
else:
    # What `namedtuple` reads its fields with, and what it falls back on where that is missing.
    try:
        from _collections import _tuplegetter as _field
    except ImportError:
        from operator import itemgetter

        def _field(place, doc):
            return property(itemgetter(place), doc=doc)

    class _Record(tuple):
        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012 - each class has its own, as namedtuple does it

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = cls._completed(values, named)
            return tuple.__new__(cls, values)

        @classmethod
        def _completed(cls, values, named):
            left = len(cls._fields) - len(values)
            if not named and 0 < left <= len(cls._field_defaults):
                return (*values, *tuple(cls._field_defaults.values())[-left:])
            values = list(values)
            for field in cls._fields[len(values) :]:
                if field in named:
                    values.append(named.pop(field))
                elif field in cls._field_defaults:
                    values.append(cls._field_defaults[field])
                else:
                    raise TypeError(f"{cls.__name__} needs {field}")
            if named or left < 0:
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}, each once")
            return values

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} takes {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, /, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(named)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)

    class _RecordMaker(type):
        def __new__(mcs, name, bases, namespace):
            fields = tuple(namespace["__annotations__"])
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            if list(defaults) != list(fields[len(fields) - len(defaults) :]):
                raise TypeError(f"{name}: fields with a default come last")
            for place, field in enumerate(fields):
                namespace[field] = _field(place, f"Alias for field number {place}")
            namespace |= {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type.__new__(type, name, (_Record,), namespace)

    NamedTuple = type.__new__(_RecordMaker, "NamedTuple", (), {})
