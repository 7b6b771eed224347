"""Who the people in a file are, where names are alike or an address is shared, and what is said of it."""

from __future__ import annotations

import pytest

from tests.exchange.bringing_in import bring_in, planned
from tests.factories import person
from tests.store.builders import Desk

QUOTE = {"text": "Send the quote"}


@pytest.fixture
def desk() -> Desk:
    """Ana, who has an address, and José."""
    desk = Desk()
    ana = person(uid="ana", emails=("ana@example.com",))
    desk.add(ana, person(id=2, uid="jose", name="José Núñez"))
    return desk


def names(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {who.name: who.aliases for who in desk.reader.people().values()}


def test_a_name_without_its_accents_is_the_same_person(desk: Desk) -> None:
    plan = bring_in(desk, [QUOTE | {"person": "jose nunez"}])
    assert names(desk) == {"Ana Lopez": (), "José Núñez": ()}
    assert plan.notes == []


def test_two_whom_the_file_knows_apart_stay_two(desk: Desk) -> None:
    bring_in(desk, {"people": [{"name": "Łukasz", "uid": "one"}, {"name": "Lukasz", "uid": "two"}]})
    assert [who.name for who in desk.reader.people_called("lukasz")] == ["Łukasz", "Lukasz"]
    again = planned(desk, {"people": [{"name": "Łukasz", "uid": "one"}, {"name": "Lukasz", "uid": "two"}]})
    assert (again.new_people, again.changed_people) == ([], [])


def test_a_name_that_means_two_is_told_with_words_that_tell_them_apart(desk: Desk) -> None:
    desk.add(person(id=3, uid="other", name="Jose Nunez"))
    plan = bring_in(desk, [QUOTE | {"person": "JOSE NUNEZ"}])
    (note,) = plan.notes
    assert "JOSE NUNEZ may be José Núñez or id:3: taken for the first" in note
    assert bring_in(desk, [{"person": "José Núñez", "text": "Other"}]).notes == []


def test_somebody_known_by_an_address_alone_is_told(desk: Desk) -> None:
    plan = bring_in(desk, {"people": [{"name": "A. L.", "emails": ["ANA@example.com"]}]})
    assert names(desk)["Ana Lopez"] == ("A. L.",)
    assert plan.notes == ["A. L. is taken for Ana Lopez: both have ANA@example.com"]


def test_two_of_one_file_with_one_address_stay_two_and_are_told(desk: Desk) -> None:
    document = {"people": [{"name": name, "emails": ["office@example.com"]} for name in ("Tom Baker", "Mei Chen")]}
    plan = bring_in(desk, document)
    assert names(desk).keys() >= {"Tom Baker", "Mei Chen"}
    assert plan.notes == [
        "office@example.com belongs to Tom Baker and Mei Chen; if they are one person: "
        "followq person merge 'Mei Chen' 'Tom Baker'"
    ]
    assert bring_in(desk, document).notes == []


def test_an_address_that_a_known_person_gains_from_somebody_else_is_told(desk: Desk) -> None:
    plan = bring_in(desk, {"people": [{"name": "José Núñez", "emails": ["ana@example.com"]}]})
    assert "ana@example.com belongs to Ana Lopez and José Núñez" in plan.notes[0]


def test_many_shared_addresses_are_told_in_short(desk: Desk) -> None:
    document = {"people": [{"name": f"{name} {n}", "emails": [f"{n}@example.com"]} for n in range(9) for name in "AB"]}
    notes = bring_in(desk, document).notes
    assert len(notes) == 6
    assert notes[-1] == "4 more addresses belong to several people"
