"""Commands, the editor and Tab mean the same people by the same words, whatever is typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.cli.completion import answer, candidates
from followq.cli.input.lookup import find_person, read_name
from followq.cli.interactive.known_people import Known
from followq.errors import AmbiguousError, FollowqError, NotFoundError
from followq.model.core.folding import fold
from followq.model.core.person import People, Person, name_keys
from tests.factories import MORE, person

WORDS = (
    "José",
    "Jose",
    "Núñez",
    "Nunez",
    "Smith",
    "Smíth",
    "Smithson",
    "Lopez,",
    "Ana",
    "(Work)",
    "王小明",
    "小",
    "Øre",
    "Groß",
)
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(" ".join)
EMAILS = st.sampled_from(["jose@example.com", "ana@example.com"])


def _known(people: list[Person]) -> Known:
    keys = [(key, who.id) for who in people for key in sorted(name_keys(who))]
    return Known(People((who.id, who) for who in people), keys, {}, {})


@st.composite
def _crowds(draw: st.DrawFn) -> Known:
    several = draw(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=1), st.lists(EMAILS, max_size=1)), max_size=9))
    return _known([
        person(id=number, name=name, aliases=tuple(aliases), emails=tuple(emails))
        for number, (name, aliases, emails) in enumerate(several, 1)
    ])  # fmt: skip


@st.composite
def _typed(draw: st.DrawFn, known: Known) -> str:
    # Some of what somebody is called, in any case, with or without accents, as people type.
    written = [name for who in known.everybody.values() for name in (who.name, *who.aliases, *who.emails)]
    name = draw(st.sampled_from([*written, *(key for key, _ in known.keys), "id:1"]))
    start = draw(st.sampled_from([0, *(place + 1 for place, ch in enumerate(name) if ch == " "), len(name) - 1]))
    end = draw(st.one_of(st.just(len(name)), st.integers(start + 1, len(name))))
    part = name[start:end]
    return draw(st.sampled_from([part, part.upper(), part.lower()]))


@contextmanager
def _tab(known: Known) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "_from_queue", lambda find: list(find(known)))
        yield patch


def _offered_by_tab(known: Known, typed: str) -> list[tuple[str, str]]:
    with _tab(known) as patch:
        patch.setenv("_FOLLOWQ_LINE", f'followq with "{typed}')
        lines = answer.answer("complete_fish").splitlines()
    return [(word, text) for word, _, text in (line.partition("\t") for line in lines)]


def _found(known: Known, typed: str) -> list[Person]:
    # Whom a command takes words for; several where it asks which.
    try:
        return [find_person(known, typed)]
    except AmbiguousError as err:
        return [who for who in known.everybody.values() if who.name in err.message]
    except NotFoundError:
        return []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("小", [("小明", "王小明")]),
        ("wor", [("work)", "Ana (Work)")]),
        ("NUN", [("NUNez", "José Núñez")]),
        ("id:3", [("id:3", "José Núñez")]),
        ("jose  n", [("jose  n", "José Núñez")]),
        ("smi", [("smith", ""), ("smithson", "Ana Smithson")]),
    ],
)
def test_tab_continues_a_name_from_any_of_its_words(typed: str, offered: list[tuple[str, str]]) -> None:
    names = ["王小明", "Ana (Work)", "José Núñez", "Smith", "Tom Smith", "Ana Smithson"]
    known = _known([person(id=number, name=name) for number, name in enumerate(names, 1)])
    assert sorted((fold(word), text) for word, text in _offered_by_tab(known, typed)) == [
        (fold(word), text) for word, text in offered
    ]


@MORE
@given(st.data(), _crowds())
def test_whom_a_command_takes_for_certain_editor_and_tab_offer(data: st.DataObject, known: Known) -> None:
    typed = data.draw(_typed(known))
    try:
        who = find_person(known, typed)
    except FollowqError:
        return
    offered = known.offers(typed)
    assert offered
    assert find_person(known, offered[0].text) == who
    by_tab = _offered_by_tab(known, typed)
    assert who in [one for word, _ in by_tab for one in _found(known, word)]
    assert all(who in _found(known, word) for word, text in by_tab if text == who.name or word == who.name)


@MORE
@given(st.data(), _crowds())
def test_whom_the_editor_offers_a_command_takes_for_certain(data: st.DataObject, known: Known) -> None:
    for offer in known.offers(data.draw(_typed(known))):
        who = find_person(known, offer.text)
        assert who.name in (offer.text, offer.meaning.split(";")[0])
        assert read_name(known, offer.text).is_known


@MORE
@given(st.data(), _crowds())
def test_what_tab_offers_means_whom_it_names(data: st.DataObject, known: Known) -> None:
    typed = data.draw(_typed(known))
    for word, text in _offered_by_tab(known, typed):
        assert word.startswith(typed)
        found = {who.name for who in _found(known, word)}
        assert found
        assert not text or found & set(text.replace(" or ", ", ").split(", ")) or text in found, (word, text, found)


@MORE
@given(st.data(), _crowds())
def test_whoever_add_takes_by_whole_words_is_found_and_offered_too(data: st.DataObject, known: Known) -> None:
    typed = data.draw(_typed(known))
    try:
        reading = read_name(known, typed)
    except FollowqError:
        return
    if not reading.parts:
        meant = {find_person(known, one.words).id for one in reading.choices}
        assert meant <= {who.id for who in _found(known, reading.name)}
        assert len(meant) != 1 or find_person(known, known.offers(typed)[0].text).id in meant
