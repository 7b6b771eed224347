"""`jsondoc`: pages as documents whose keys come from the records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from followq.model.core.calendar import Calendar
from followq.model.core.change import Change, Entry
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.ranked import Ranked
from followq.render import jsondoc
from followq.render.blocks import Block
from tests.factories import ranked

NOW = "2026-11-23T09:00:00Z"
ANA = Person(id=1, uid="p1", name="Ana Lopez", emails=("ana@example.com",))
QUOTE = FollowUp(id=7, uid="f7", person_id=1, text="Quote", since="2026-11-20", tags=("a", "b"), blocked_by=(3,))


class Sample(NamedTuple):
    """A page that holds a bit of everything."""

    followups: tuple[FollowUp, ...] = (QUOTE,)
    ranked: tuple[Ranked, ...] = ()
    people: tuple[Person, ...] = (ANA,)
    on: date = date(2026, 11, 23)
    places: Mapping[int, int] = {7: 1}
    nothing: str | None = None
    names: Mapping[int, Person] = {1: ANA}
    kind: str = "sample"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Nothing to see."""
        return []


def test_a_document_is_one_line_of_ascii_with_its_envelope_first() -> None:
    text = jsondoc.text(Sample(people=(ANA._replace(name="José 契約\x1b\u202e"),)), NOW)
    assert text.isascii()
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    assert list(json.loads(text))[:3] == ["followq", "kind", "now"]
    assert json.loads(text)["people"][0]["name"] == "José 契約\x1b\u202e"


def test_every_field_of_the_page_is_there_but_those_for_words_alone() -> None:
    document = jsondoc.document(Sample(), NOW)
    assert set(document) == {"followq", "kind", "now", "followups", "ranked", "people", "on", "places", "nothing"}


def test_every_field_of_a_follow_up_is_there_and_the_persons_name() -> None:
    (item,) = jsondoc.document(Sample(), NOW)["followups"]
    assert set(item) == {*FollowUp._fields, "person"}
    assert list(item)[:3] == ["id", "uid", "person"]
    assert (item["person"], item["tags"], item["blocked_by"]) == ("Ana Lopez", ["a", "b"], [3])


def test_a_follow_up_whose_person_is_not_named_says_null() -> None:
    (item,) = jsondoc.document(Sample(names={}), NOW)["followups"]
    assert item["person"] is None


def test_a_ranked_one_has_score_and_terms_rounded() -> None:
    quote = ranked(QUOTE._replace(since="2026-11-20"), cost=4.0 / 3)._replace(score=1.23456789)
    (item,) = jsondoc.document(Sample(ranked=(quote,)), NOW)["ranked"]
    assert item["score"] == 1.2346
    assert item["terms"] == [{"term": "waited", "cost": 1.3333, "text": "waiting 1 working day"}]
    assert item["id"] == 7


def test_days_mappings_and_nothing_are_as_json_has_them() -> None:
    document = jsondoc.document(Sample(), NOW)
    assert (document["on"], document["places"], document["nothing"]) == ("2026-11-23", {"7": 1}, None)


def test_a_log_entry_names_its_subject_and_both_values() -> None:
    change = Change("followup", 7, "change", {"tags": ((), ("a",)), "promised": (None, "2026-11-27")}, "said")
    entry = jsondoc.entry(Entry(5, 3, NOW, "UTC", "edit", None, change))
    assert entry["changes"] == {"tags": [[], ["a"]], "promised": [None, "2026-11-27"]}
    assert (entry["followup"], entry["person"], entry["action"], entry["remark"]) == (7, None, "change", "said")
    assert (entry["at"], entry["command"], entry["batch"], entry["seq"]) == (NOW, "edit", 3, 5)


def test_a_log_entry_of_a_person_names_the_person() -> None:
    entry = jsondoc.entry(Entry(1, 1, NOW, "UTC", "add", None, Change("person", 4, "remove", {"name": ("Ana", None)})))
    assert (entry["followup"], entry["person"], entry["changes"]) == (None, 4, {"name": ["Ana", None]})
