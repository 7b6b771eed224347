"""The made-up work: the same every time, as much of it as was asked for."""

from __future__ import annotations

from bench.speed.items import NOW, SEARCHED, SEARCHED_ITEMS, Size, items, person_name, usual


def test_the_same_size_gives_the_same_items_and_another_seed_others() -> None:
    assert list(items(Size(50, 20))) == list(items(Size(50, 20)))
    assert list(items(Size(50, 20))) != list(items(Size(50, 20), seed=2))


def test_there_are_as_many_open_and_closed_items_as_asked_for_numbered_in_the_order_of_time() -> None:
    found = list(items(Size(300, 500)))
    assert sum(item.closed_at is None for item in found) == 300
    assert [item.number for item in found] == list(range(1, 801))
    assert [item.since for item in found] == sorted(item.since for item in found)
    assert all(item.since < item.closed_at < NOW for item in found if item.closed_at)
    assert all(item.told_at is None or item.since <= item.told_at <= NOW for item in found)


def test_the_word_searched_for_is_in_as_many_open_items_at_any_size() -> None:
    for open_items in (100, 1_000, 2_345):
        found = [item for item in items(usual(open_items)) if SEARCHED in item.text]
        assert len(found) == SEARCHED_ITEMS
        assert all(item.closed_at is None for item in found)


def test_nobody_shares_a_name() -> None:
    assert len({person_name(number) for number in range(1, 201)}) == 200


def test_a_size_is_called_by_what_is_open_and_by_its_history_where_that_is_long() -> None:
    assert usual(10_000).label == "10,000"
    assert Size(1_000, 1_000_000).label == "1,000 + 1,000,000 closed"
