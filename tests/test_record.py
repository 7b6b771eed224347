"""Our records are what `typing.NamedTuple` would make of the same lines."""

from __future__ import annotations

import copy
import pickle
from typing import NamedTuple as Standard

from followq.record import NamedTuple


class Ours(NamedTuple):
    """A record."""

    first: int
    second: str = "two"

    @property
    def both(self) -> str:
        """A property."""
        return f"{self.first} {self.second}"


class Theirs(Standard):
    """A record."""

    first: int
    second: str = "two"


def test_fields_defaults_and_order_are_the_same() -> None:
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert tuple(Ours(1)) == tuple(Theirs(1))
    assert Ours(first=1, second="x")._asdict() == {"first": 1, "second": "x"}
    assert repr(Ours(1)) == "Ours(first=1, second='two')"


def test_methods_docstring_and_copies_work() -> None:
    record = Ours(1)
    assert record.both == "1 two"
    assert Ours.__doc__ == "A record."
    assert record._replace(first=3).first == 3
    assert copy.copy(record) == record
    assert pickle.loads(pickle.dumps(record)) == record
