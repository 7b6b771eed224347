"""The simulated year at a desk: its days, what is read off it, and that the product's own order is what runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.ranking import frontier, hindsight, making, tables
from bench.ranking.__main__ import groups_of
from bench.ranking.measures import best_of, headline, measure, regret, waits_of
from bench.ranking.policies import PEERS, POLICIES, Followq, day_of, taskwarrior_urgency
from bench.ranking.scenario import Habits, Item, Scenario, Wait, document, parse, read
from bench.ranking.year import Morning, Work, live, percentile

from followq.model.priority.ranking import Weights

DAY = 60.0


def scenario(
    *items: Item,
    waits: tuple[Wait, ...] = (),
    minutes: float = DAY,
    habits: Habits = Habits(),  # noqa: B008
) -> Scenario:
    """A year of ten days, each of the same length."""
    return Scenario("made", 10, (minutes,) * 10, items, waits, habits)


def done_on(made: Scenario, policy: str) -> dict[int, int]:
    """The day each item was done on, by its id."""
    return {work.item.id: work.done_on for work in live(made, POLICIES[policy]()).works}


def test_what_is_left_at_the_end_of_a_day_is_remembered() -> None:
    made = scenario(Item(1, 0, 90.0), Item(2, 0, 30.0), Item(3, 1, 20.0))
    assert done_on(made, "fifo") == {1: 1, 2: 1, 3: 2}


def test_work_goes_on_after_the_last_day_with_the_capacities_from_the_start() -> None:
    made = Scenario("long", 2, (10.0, 50.0), (Item(1, 1, 125.0),))
    # 50 on day 1, then 10 and 50 again, and the last 15 take days 4 and 5.
    assert done_on(made, "fifo") == {1: 5}


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("fifo", [1, 2, 3, 4]),
        ("lifo", [4, 3, 2, 1]),
        ("edd", [3, 1, 2, 4]),
        ("srpt", [4, 2, 3, 1]),
        ("wspt", [2, 4, 3, 1]),
        ("taskwarrior", [3, 2, 1, 4]),
    ],
)
def test_each_order_of_others_picks_by_its_own_key(name: str, order: list[int]) -> None:
    items = (
        Item(1, 0, 60.0, promise=9),
        Item(2, 0, 50.0, weight=4),
        Item(3, 0, 55.0, promise=3),
        Item(4, 0, 40.0),
    )
    policy = POLICIES[name]()
    works, found = [Work(item) for item in items], list[Work]()
    while works:
        found += policy.first(Morning(0, works, works, (), DAY))
        works.remove(found[-1])
    assert [work.item.id for work in found] == order


def test_taskwarriors_urgency_is_that_of_its_published_coefficients() -> None:
    # Promised for Friday of the first week, seen a calendar week later: the full 12, and 7 of 365 days of age.
    work = Work(Item(1, 4, 10.0, promise=4))
    assert taskwarrior_urgency(work, 9) == pytest.approx(12.0 + 2 * 7 / 365)
    assert taskwarrior_urgency(Work(Item(1, 0, 10.0, promise=0, weight=4)), 0) == pytest.approx(
        12 * (14 * 0.8 / 21 + 0.2) + 6
    )
    assert taskwarrior_urgency(Work(Item(1, 0, 10.0, promise=50)), 0) == pytest.approx(12 * 0.2)


def test_what_is_read_off_a_year() -> None:
    items = (Item(1, 0, 60.0, promise=0), Item(2, 0, 60.0, weight=4, promise=0), Item(3, 0, 60.0))
    measures = measure(live(scenario(*items), POLICIES["fifo"]()))
    assert measures == {
        "mean_wait": 1.0,
        "weighted_wait": (0 * 1 + 1 * 4 + 2 * 1) / 6,
        "p95_wait": 2.0,
        "max_wait": 2.0,
        "broken": 0.5,
        "late_days": 0.5,
        "worst_late": 1.0,
        "own_wait": 0.0,
    }


def test_a_wait_gains_a_full_day_only_while_nothing_is_owed_to_that_person() -> None:
    owing = scenario(Item(1, 0, 150.0, person=7), waits=(Wait(1, 0, 7, 2.0), Wait(2, 0, 8, 2.0)))
    # Two evenings in debt give 0.8, two free ones 2.0.
    ended = [wait.ended_on for wait in live(owing, POLICIES["fifo"]()).waits]
    assert ended == [3, 1]
    assert measure(live(owing, POLICIES["fifo"]()))["own_wait"] == 3.0


def test_a_percentile_is_the_nearest_rank() -> None:
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0
    assert percentile([3.0, 1.0], 0.5) == 1.0
    assert percentile([], 0.95) == 0.0


def test_the_regret_of_a_policy_is_its_value_over_the_best_and_the_headline_its_largest() -> None:
    assert regret(6.0, 3.0, "mean_wait") == 2.0
    assert regret(0.03, 0.0, "broken") == pytest.approx(4.0)
    assert regret(0.0, 0.0, "p95_wait") == 1.0
    one = {"mean_wait": 2.0, "p95_wait": 9.0, "max_wait": 4.0, "broken": 0.0, "late_days": 9.0, "own_wait": 9.0}
    two = {"mean_wait": 1.0, "p95_wait": 3.0, "max_wait": 8.0, "broken": 0.01, "late_days": 0.0, "own_wait": 1.0}
    found = [{**measures, "weighted_wait": 1.0, "worst_late": 0.0} for measures in (one, two)]
    best = best_of(found)
    assert headline(found[0], best) == 3.0
    assert headline(found[1], best) == 2.0


def test_the_products_order_sees_efforts_only_where_they_are_known() -> None:
    known = scenario(Item(1, 0, 60.0), Item(2, 0, 5.0))
    assert done_on(known, "followq") == {1: 1, 2: 0}
    unknown = scenario(Item(1, 0, 60.0, known=False), Item(2, 0, 5.0, known=False))
    assert done_on(unknown, "followq") == {1: 0, 2: 1}


def test_the_products_order_learns_from_what_was_done() -> None:
    # Eight unknown ones that took an hour make the ninth look long beside a known half hour.
    past = [Item(number, 0, 60.0, known=False) for number in range(1, 9)]
    late = (Item(20, 9, 5.0, known=False), Item(21, 9, 30.0))
    assert done_on(scenario(*past, *late, minutes=60.0), "followq")[21] <= 9


def test_weights_reach_the_products_order() -> None:
    items = (Item(1, 0, 10.0), Item(2, 0, 10.0, weight=4))
    made = scenario(*items, minutes=10.0)
    assert done_on(made, "followq") == {1: 1, 2: 0}
    year = live(made, Followq(Weights(weight=0.0)))
    assert {work.item.id: work.done_on for work in year.works} == {1: 0, 2: 1}


def test_the_year_is_worked_in_the_order_that_the_screen_gives() -> None:
    # Two hours promised for today stand above what takes two minutes and is undated.
    made = scenario(Item(1, 0, 2.0), Item(2, 0, 60.0, promise=0))
    assert done_on(made, "followq") == {1: 1, 2: 0}


def test_a_working_week_has_five_days() -> None:
    assert [day_of(day).isoformat() for day in (0, 4, 5)] == ["2026-01-05", "2026-01-09", "2026-01-12"]


def test_what_is_disliked_is_hidden_when_it_comes_up_and_counts() -> None:
    made = scenario(Item(1, 0, 10.0, disliked=True), habits=Habits(snooze_share=1.0, snooze_days=3))
    made = made._replace(items=(*made.items, Item(2, 0, 10.0)))
    with pytest.raises(RuntimeError, match="never ends"):
        live(made, POLICIES["fifo"]())
    (first, _) = live(made._replace(habits=Habits(0.5, 3)), POLICIES["fifo"]()).works
    assert (first.snoozes > 0) == (first.done_on > 0)
    assert first.done_on == 3 * first.snoozes


def test_what_is_blocked_is_not_worked_on_before_its_blocker_is_done() -> None:
    made = scenario(Item(1, 0, 60.0, blocked_by=(2,)), Item(2, 0, 60.0))
    assert done_on(made, "fifo") == {1: 1, 2: 0}


def test_who_hears_nothing_calls_and_is_not_told_unless_on_the_first_screen() -> None:
    items = (Item(1, 0, 400.0), Item(2, 0, 10.0), Item(3, 0, 10.0, told=True))
    silent = live(scenario(*items, habits=Habits(patience_days=2)), POLICIES["fifo"]()).works
    assert [work.calls for work in silent] == [2, 2, 2]
    looked_at = live(scenario(*items, habits=Habits(patience_days=2, rows_looked_at=2)), POLICIES["fifo"]()).works
    assert [work.calls for work in looked_at] == [0, 0, 2]


def test_a_promise_that_was_not_kept_is_moved_and_counted() -> None:
    made = scenario(Item(1, 0, 150.0, promise=0), habits=Habits(moves_days=2))
    (work,) = live(made, POLICIES["fifo"]()).works
    assert (work.done_on, work.promise, work.slips, work.item.promise) == (2, 2, 1, 0)


def test_a_scenario_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    made = making.make("there-and-back", making.Office(0.9, 0.5, disliked=0.1, blocked=0.2, told=0.3), Habits(0.5, 2))
    assert parse(document(made)) == made
    (tmp_path / "bad.json").write_text('{"followq_scenario": 2}')
    with pytest.raises(ValueError, match="is no scenario"):
        read(tmp_path / "bad.json")


def test_a_made_office_has_the_load_it_was_asked_for_and_is_the_same_each_time() -> None:
    made = making.make("some-name", making.Office(0.95, 0.6))
    assert made == making.make("some-name", making.Office(0.95, 0.6))
    assert sum(item.minutes for item in made.items) / sum(made.capacity_minutes) == pytest.approx(0.95, abs=0.12)
    assert sum(item.known for item in made.items) / len(made.items) == pytest.approx(0.4, abs=0.06)


def test_what_comes_during_a_holiday_is_all_there_afterwards() -> None:
    made = making.make("holidays", making.Office(0.9, holidays=4))
    off = [day for day, minutes in enumerate(made.capacity_minutes) if not minutes]
    assert len(off) >= 10
    assert not {item.day for item in made.items} & set(off)


def test_one_person_can_send_a_third_of_everything() -> None:
    made = making.make("loud", making.Office(0.9, loudest=1 / 3))
    assert sum(item.person == 0 for item in made.items) / len(made.items) > 1 / 3


def test_efforts_can_be_of_two_kinds() -> None:
    made = making.make("two kinds", making.Office(0.95, long_share=0.15))
    long = [item.minutes for item in made.items if item.minutes > 60]
    assert len(long) / len(made.items) == pytest.approx(0.15, abs=0.03)
    assert all(63 <= minutes <= 117 for minutes in long)
    assert all(3.5 <= item.minutes <= 6.5 for item in made.items if item.minutes not in long)
    assert sum(item.minutes for item in made.items) / sum(made.capacity_minutes) == pytest.approx(0.95, abs=0.12)


def test_each_variety_comes_with_efforts_known_and_not() -> None:
    names = [name for name, _ in making.varieties()]
    assert len(names) == len(set(names)) == 2 * len(making.VARIETIES)
    assert sum(name.endswith("60% unknown") for name in names) == len(making.VARIETIES)


def test_waits_are_told_apart_by_the_persons_weight() -> None:
    items = (Item(1, 0, 60.0), Item(2, 0, 60.0, weight=4), Item(3, 0, 60.0, weight=4))
    assert waits_of(live(scenario(*items), POLICIES["fifo"]())) == {1: (0, 1), 4: (3, 2)}


def test_a_plan_made_afterwards_misses_the_first_that_is_not_done_on_its_day() -> None:
    items = [Item(1, 0, 60.0), Item(2, 0, 60.0), Item(3, 2, 90.0)]
    assert hindsight.first_missed(items, [0, 1, 3], (DAY,)) is None
    assert hindsight.first_missed(items, [1, 0, 3], (DAY,)) is None
    # Nothing that was done on the first two days bears on the third thing.
    assert hindsight.first_missed(items, [0, 1, 2], (DAY,)) == (2, 2)
    assert hindsight.first_missed(items, [0, 0, 9], (DAY,)) == (1, 0)


def test_a_plan_made_afterwards_lets_the_largest_of_twenty_go() -> None:
    # A day's work comes each day; only while the long thing lies there can everything else be done on its day.
    items = tuple(Item(number, number - 1, 60.0) for number in range(1, 20))
    made = Scenario("let go", 30, (DAY,) * 30, (*items, Item(20, 0, 90.0)))
    best = {"mean_wait": 1.0, "p95_wait": 0.0, "max_wait": 10.0, "broken": 0.0}
    assert not hindsight.reaches(made, best, 1.9)
    assert hindsight.reaches(made, best, 2.1)
    promised = [item._replace(promise=item.day) for item in items]
    assert hindsight.reaches(made._replace(items=(*promised, Item(20, 0, 90.0))), best, 2.1)
    assert not hindsight.reaches(made._replace(items=(*promised, Item(20, 0, 90.0, promise=1))), best, 2.1)


def test_a_plan_made_afterwards_comes_nearer_than_any_order() -> None:
    made = making.make("afterwards", making.Office(0.95))
    found = {name: measure(live(made, policy())) for name, policy in POLICIES.items()}
    best = best_of([found[name] for name in PEERS])
    assert 1.0 <= hindsight.headline(made, best) < min(headline(measures, best) for measures in found.values())


def test_the_tables_tell_spread_hindsight_lateness_and_whose_wait_is_shorter() -> None:
    years = [making.make(f"told-s{number}", making.Office(0.8), days=60) for number in (1, 2)]
    groups = groups_of([("an office", years)], map)
    (group,) = groups
    assert group.hindsight.keys() == {"told-s1", "told-s2"}
    row = tables.summary(groups).splitlines()[-1]
    assert row.startswith("| an office |")
    assert "±" in row
    days, things = (sum(part) for part in zip(*(found[1] for found in group.waits.values()), strict=True))
    assert things > days > 0
    assert group.times_normal(1) == 1.0
    late = group.measures["told-s1"]["followq"]["worst_late"], group.measures["told-s2"]["followq"]["worst_late"]
    assert tables.laws(groups).splitlines()[-1].split(" | ")[1] == f"{max(late):.0f}"
    assert tables.whole(groups)["groups"][0]["scenarios"][0]["in_hindsight"] == group.hindsight["told-s1"]


def test_the_picture_shows_every_order_once_a_panel() -> None:
    points = [frontier.Point(name, 2.0, 3.0, 1.0) for name in (*PEERS, *map(str, frontier.TURNS))]
    drawn = frontier.svg({0.8: points, 0.95: points})
    assert {name: drawn.count(f">{name}<") for name in (*PEERS, "followq")} == dict.fromkeys((*PEERS, "followq"), 2)


def test_the_built_in_groups_are_three_loads_with_efforts_known_and_not() -> None:
    groups = dict(making.built_in())
    assert len(groups) == 6
    assert {len(scenarios) for scenarios in groups.values()} == {10}
    assert set(PEERS) < set(POLICIES)


@pytest.mark.parametrize("load", making.LOADS)
def test_the_products_order_is_nearer_to_the_best_at_its_worst_point_than_any_other(load: float) -> None:
    made = making.make(f"held-{load}", making.Office(load, making.UNKNOWN))
    found = {name: measure(live(made, policy())) for name, policy in POLICIES.items()}
    best = best_of([found[name] for name in PEERS])
    headlines = {name: headline(measures, best) for name, measures in found.items()}
    assert headlines.pop("followq") < min(headlines.values())
    # srpt and wspt see what nobody can know.
    practical = [measures for name, measures in found.items() if name not in ("srpt", "wspt", "followq")]
    assert found["followq"]["own_wait"] < min(measures["own_wait"] for measures in practical)
    assert found["followq"]["worst_late"] <= 2 * max(1.0, found["edd"]["worst_late"]) + (load > 1)
