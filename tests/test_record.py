"""Our records are what `typing.NamedTuple` would make of the same lines."""

from __future__ import annotations

import copy
import pickle
from typing import Any
from typing import NamedTuple as Standard

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, "x", 3), {}), ((1,), {"first": 2}), ((1,), {"third": 3}), ((), {"second": "x"})],
)
def test_what_the_standard_refuses_is_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    for record in (Ours, Theirs):
        with pytest.raises(TypeError):
            record(*values, **named)


@given(st.integers(), st.text(), st.booleans())
def test_however_it_is_made_it_is_the_same(first: int, second: str, is_named: bool) -> None:
    ours = Ours(first, second=second) if is_named else Ours(first, second)
    assert tuple(ours) == tuple(Theirs(first, second)) == Ours._make([first, second])
    assert hash(ours) == hash(Theirs(first, second))
    assert tuple(ours._replace(second="x")) == (first, "x")
    match ours:
        case Ours(one, two):
            assert (one, two) == (first, second)


def test_what_is_no_field_can_not_be_replaced_or_set() -> None:
    with pytest.raises(ValueError, match="third"):
        Ours(1)._replace(third=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours._make([1])
    with pytest.raises(AttributeError):
        Ours(1).first = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Ours(1).third = 3  # type: ignore[attr-defined]


def test_a_field_with_a_default_comes_last() -> None:
    with pytest.raises(TypeError, match="come last"):
        exec(
            "from __future__ import annotations\n"
            "from followq.record import NamedTuple\n"
            "class Wrong(NamedTuple):\n    first: int = 1\n    second: int\n",
            {"__name__": "wrong"},
        )
