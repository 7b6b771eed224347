"""`rows.py`: what is written as JSON is JSON, whichever way it was written."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.store.records import rows
from followq.store.records.rows import from_json, to_json

texts = st.text(st.sampled_from('aé契🎉 "\\/\n\x00\x7f\u2028\u200d<&'), max_size=6)
plain = st.none() | st.integers() | texts | st.booleans() | st.floats(allow_nan=False)
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))


@given(values)
def test_what_is_written_is_what_the_library_writes(value: Any) -> None:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert to_json(value) == written
    assert rows._plain_json(value) in (None, written)
    assert from_json(to_json(value)) == value


@pytest.mark.parametrize("value", [(), [], {}, "", ("a", ("b", None)), {"": []}, {1: "a"}, {"a": {None: 2}}, 2**70, -1])
def test_odd_values_are_written_as_the_library_writes_them(value: Any) -> None:
    assert to_json(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_nothing_but_escapes_needs_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_encoders", [])
    monkeypatch.delitem(sys.modules, "json")
    assert to_json({"text": (None, "Zoë: 契約 🎉"), "tags": (None, ("a", "b")), "slips": [0, 1]}) == (
        '{"text":[null,"Zoë: 契約 🎉"],"tags":[null,["a","b"]],"slips":[0,1]}'
    )
    assert "json" not in sys.modules
    assert to_json('say "yes"') == '"say \\"yes\\""'
    assert "json" in sys.modules
