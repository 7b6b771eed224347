"""The made-up work: the same every time, as much of it as was asked for."""

from __future__ import annotations

from collections import Counter

from bench.speed.filling import carry_out, followup
from bench.speed.items import NOW, SEARCHED, SEARCHED_ITEMS, TEN_YEARS, Size, items, person_name, usual


def test_the_same_size_gives_the_same_items_and_another_seed_others() -> None:
    assert list(items(Size(50, 20))) == list(items(Size(50, 20)))
    assert list(items(Size(50, 20))) != list(items(Size(50, 20), seed=2))


def test_there_are_as_many_open_and_closed_items_as_asked_for_numbered_in_the_order_of_time() -> None:
    found = list(items(Size(300, 500)))
    assert sum(item.closed_at is None for item in found) == 300
    assert [item.number for item in found] == list(range(1, 801))
    assert [item.noted_at for item in found] == sorted(item.noted_at for item in found)
    assert all(item.noted_at < item.closed_at < NOW for item in found if item.closed_at)
    for item in found:
        moments = [event.at for event in item.events]
        assert moments == sorted(moments)
        assert all(item.noted_at <= at <= NOW for at in moments)
        assert all(event.what not in ("done", "drop") for event in item.events[:-1])


def test_every_field_is_filled_as_people_fill_it() -> None:
    found = [item for item in items(usual(1_000)) if not item.closed_at]
    for name in ("effort_minutes", "channel", "project", "tags", "note", "every", "blocked_by", "source", "promised"):
        filled = sum(bool(getattr(item, name)) for item in found)
        assert 0.01 < filled / len(found) < 0.8, name
    happened = {event.what for item in items(usual(1_000)) for event in item.events}
    assert happened == {"tell", "promise", "toss", "snooze", "nudge", "hear", "note", "undone", "done", "drop"}


def test_people_have_unequal_shares() -> None:
    for size in (usual(1_000), usual(1_000, 333)):
        with_whom = sorted(Counter(item.person for item in items(size)).values())
        assert with_whom[-1] > 4 * with_whom[len(with_whom) // 2]
        assert len(with_whom) > size.people * 0.7


def test_what_is_owed_and_promised_in_the_end_is_what_the_model_says() -> None:
    for item in items(Size(200, 100)):
        last = followup(item)
        for event in item.events:
            last = last if event.what == "undone" else carry_out(last, event)
        assert (last.ball == "mine") == item.is_owed
        assert last.promised == (item.promised.isoformat() if item.promised else None)
        assert last.is_open == (item.closed_at is None)


def test_the_word_searched_for_is_in_as_many_open_items_at_any_size() -> None:
    for open_items in (100, 1_000, 2_345):
        found = [item for item in items(usual(open_items)) if SEARCHED in item.text]
        assert len(found) == SEARCHED_ITEMS
        assert all(item.closed_at is None for item in found)


def test_nobody_shares_a_name() -> None:
    assert len({person_name(number) for number in range(1, 33_334)}) == 33_333


def test_a_size_is_called_by_what_is_open_and_by_its_history_and_people_where_those_are_many() -> None:
    assert usual(10_000).label == "10,000"
    assert usual(10_000, 3_333).label == "10,000, 3,333 people"
    assert TEN_YEARS.label == "800 + 50,000 closed, 300 people"
