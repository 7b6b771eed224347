"""`rows.py`: what is written as JSON is JSON, whichever way it was written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.store.records.rows import from_json, to_json

texts = st.text(st.sampled_from('aé契🎉 "\\/\n\x00\x7f\u2028\u200d<&'), max_size=6)
plain = st.none() | st.integers() | texts | st.booleans() | st.floats(allow_nan=False)
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))


@given(values)
def test_what_is_written_is_what_the_library_writes(value: Any) -> None:
    assert to_json(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert from_json(to_json(value)) == value


@pytest.mark.parametrize("value", [(), [], {}, "", ("a", ("b", None)), {"": []}, {1: "a"}, {"a": {None: 2}}, 2**70, -1])
def test_odd_values_are_written_as_the_library_writes_them(value: Any) -> None:
    assert to_json(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_nothing_but_escapes_needs_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise AssertionError("asked the library")

    monkeypatch.setattr(json, "dumps", refuse)
    assert to_json({"text": (None, "Zoë: 契約 🎉"), "tags": (None, ("a", "b")), "slips": [0, 1]}) == (
        '{"text":[null,"Zoë: 契約 🎉"],"tags":[null,["a","b"]],"slips":[0,1]}'
    )
    with pytest.raises(AssertionError):
        to_json('say "yes"')
