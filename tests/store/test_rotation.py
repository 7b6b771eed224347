"""Which backups stay: the newest days, the weeks before them, the newest of each other reason; never a user's file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.store.backup.daily_schedule import Keeping
from followq.store.backup.retention import BEFORE_IMPORT, DAILY, find_superfluous, make_name, parse_name
from tests.factories import MORE

FIRST = date(2026, 1, 1)


def daily(day: int, second: int = 0) -> str:
    return make_name(f"{FIRST + timedelta(days=day)}T09000{second}.000000", DAILY)


def after(days: list[int], keeping: Keeping) -> list[str]:
    """The daily backups that are there after one was made on each of these days, with rotation each time."""
    there: list[str] = []
    for day in days:
        there.append(daily(day))
        gone = find_superfluous(there, DAILY, keeping)
        there = [name for name in there if name not in gone]
    return there


def test_a_name_says_when_and_why() -> None:
    said = parse_name("2026-11-23T090010.123456Z-before-import.db")
    assert said is not None
    assert (said.at, said.day, said.reason) == ("2026-11-23T09:00:10Z", "2026-11-23", BEFORE_IMPORT)


@pytest.mark.parametrize(
    "name",
    [
        "README.txt", "queue.db", "2026-11-23.db", "2026-11-23T090000.000000Z-daily.part", "Z-daily.db",
        "2026-11-23T090000.000000Z-.db", "2026-02-30T090000.000000Z-daily.db", "2026-11-23T090000.000000Z-daily",
        "copy of 2026-11-23T090000.000000Z-daily.db", "２026-11-23T090000.000000Z-daily.db", "",
    ],
)  # fmt: skip
def test_files_of_the_users_own_are_no_backups(name: str) -> None:
    assert parse_name(name) is None
    assert find_superfluous([name], DAILY, Keeping(0, 0, 0)) == []


def test_after_a_year_of_days_there_are_seven_days_and_four_weeks() -> None:
    there = after(list(range(365)), Keeping())
    assert there[-7:] == [daily(day) for day in range(358, 365)]
    assert len(there) == 11
    sundays = [FIRST + timedelta(days=day) for day in range(358) if (FIRST + timedelta(days=day)).weekday() == 6]
    assert [name[:10] for name in there[:3]] == [str(day) for day in sundays[-3:]]


def test_two_on_one_day_count_as_one_and_the_later_one_stays() -> None:
    names = [daily(0), daily(0, 5), daily(1)]
    assert find_superfluous(names, DAILY, Keeping(2, 0)) == [daily(0)]


def test_other_reasons_keep_their_newest() -> None:
    names = [make_name(f"2026-11-23T09000{n}.000000", BEFORE_IMPORT) for n in range(5)]
    assert find_superfluous([*names, daily(0)], BEFORE_IMPORT, Keeping(others=3)) == names[:2]


def test_the_one_just_made_stays_whatever_is_kept() -> None:
    made = daily(5)
    assert find_superfluous([daily(0), made], DAILY, Keeping(0, 0), now=made[:24], made=made) == [daily(0)]


@pytest.mark.parametrize("reason", [DAILY, BEFORE_IMPORT])
def test_stamps_later_than_now_are_counted_by_themselves(reason: str) -> None:
    old, ahead = ([make_name(f"{year}-11-{10 + n}T090000.000000", reason) for n in range(6)] for year in (2026, 2999))
    gone = find_superfluous([*old, *ahead], reason, Keeping(2, 0, 2), now="2026-12-01T000000.000000")
    assert gone == [*old[:4], *ahead[:4]]


@given(
    st.lists(st.integers(0, 400), unique=True, max_size=60).map(sorted),
    st.builds(Keeping, st.integers(1, 10), st.integers(0, 6)),
)
@MORE
def test_the_newest_days_always_stay_and_no_more_than_asked_for(days: list[int], keeping: Keeping) -> None:
    there = after(days, keeping)
    newest = [daily(day) for day in days[-keeping.daily :]]
    assert [name for name in there if name in newest] == newest
    assert len(there) <= keeping.daily + keeping.weekly
    assert there == sorted(there)


@given(st.lists(st.integers(0, 400), unique=True, min_size=1, max_size=60).map(sorted))
@MORE
def test_every_week_that_is_kept_is_kept_by_its_last_day(days: list[int]) -> None:
    keeping = Keeping(3, 4)
    older = after(days, keeping)[: -keeping.daily]
    candidates = days[: -keeping.daily]
    for name in older:
        day = date.fromisoformat(name[:10])
        week = [FIRST + timedelta(days=n) for n in candidates]
        assert day == max(other for other in week if other.isocalendar()[:2] == day.isocalendar()[:2])


@given(st.permutations([daily(day) for day in range(0, 60, 3)]))
@MORE
def test_the_order_in_which_a_folder_is_read_does_not_matter(names: list[str]) -> None:
    assert find_superfluous(names, DAILY, Keeping()) == find_superfluous(sorted(names), DAILY, Keeping())
