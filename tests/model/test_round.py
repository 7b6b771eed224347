"""The guided round without a terminal: which card is next, back, undone, what is left, what was cleared."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from followq.model.priority import clear_round as rounds
from followq.model.priority.clear_round import LEAVING, Round, Step

THREE = Round((5, 1, 9))


def did(round_: Round, command: str, batch: int = 1) -> Round:
    assert round_.current is not None
    return rounds.record_step(round_, Step(round_.current, command, batch))


def test_the_cards_come_in_their_order() -> None:
    round_ = did(THREE, "done")
    assert round_.current == 1
    round_ = did(did(round_, "told"), "toss")
    assert round_.current is None
    assert round_.left == ()


def test_what_only_adds_to_a_card_leaves_it_there() -> None:
    for command in ("note", "edit", "say"):
        assert did(THREE, command).current == 5


def test_skipping_leaves_the_card_for_the_end() -> None:
    round_ = did(did(rounds.go_to_next(THREE), "done"), "done")
    assert round_.current is None
    assert round_.left == (5,)
    assert rounds.return_to_skipped(round_).current == 5


def test_back_shows_the_card_before_and_onward_passes_over_what_had_its_turn() -> None:
    round_ = did(did(THREE, "done"), "told")
    assert round_.current == 9
    back = rounds.go_back(rounds.go_back(round_))
    assert back.current == 5
    assert rounds.go_to_next(back).current == 9
    assert rounds.go_back(rounds.go_back(back)).current == 5


def test_a_step_taken_back_brings_its_card_again() -> None:
    round_ = did(did(THREE, "done", 1), "told", 2)
    after = rounds.forget_last_step(round_)
    assert (after.current, after.left) == (1, (1, 9))
    assert rounds.forget_last_step(after).current == 5


def test_doing_something_else_to_a_card_later_counts_once() -> None:
    round_ = did(THREE, "snooze", 1)
    round_ = did(rounds.go_back(round_), "done", 2)
    assert round_.current == 1
    assert rounds.count_outcomes(round_) == {"done": 1}
    assert rounds.find_cleared(round_) == (5,)


def test_cards_taken_away_by_somebody_else_are_neither_left_nor_counted() -> None:
    round_ = rounds.skip_missing(THREE)
    assert (round_.current, round_.left, rounds.count_outcomes(round_)) == (1, (1, 9), {})


def test_more_cards_follow_behind_the_last_each_once() -> None:
    over = did(did(did(THREE, "done"), "done"), "done")
    longer = rounds.add_cards(over, [9, 12, 13])
    assert (longer.ids, longer.current) == ((5, 1, 9, 12, 13), 12)


def test_the_time_is_up_only_with_a_box_and_cards_left() -> None:
    assert not rounds.is_time_up(THREE, 500)
    boxed = THREE._replace(box_minutes=45)
    assert not rounds.is_time_up(boxed, 44.9)
    assert rounds.is_time_up(boxed, 45)
    assert not rounds.is_time_up(rounds.drop_time_box(boxed), 45)
    done = did(did(did(boxed, "done"), "done"), "done")
    assert not rounds.is_time_up(done, 45)


def test_only_what_nobody_waits_for_any_more_is_cleared() -> None:
    round_ = did(did(did(THREE, "told"), "drop"), "hand")
    assert rounds.find_cleared(round_) == (1,)
    assert rounds.count_outcomes(round_) == {"told": 1, "hand": 1, "drop": 1}


MOVES = st.lists(st.sampled_from([*LEAVING, "note", "skip", "back", "undo", "missing", "again"]), max_size=30)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.integers(1, 6), MOVES)
def test_whatever_is_pressed_every_card_is_left_or_settled_and_undoing_all_leads_back(
    size: int, moves: list[str]
) -> None:
    round_ = Round(tuple(range(1, size + 1)))
    for number, move in enumerate(moves):
        if move == "again":
            round_ = rounds.return_to_skipped(round_)
        elif move == "back":
            round_ = rounds.go_back(round_)
        elif move == "undo" and round_.steps:
            round_ = rounds.forget_last_step(round_)
        elif round_.current is None or move == "undo":
            continue
        elif move == "skip":
            round_ = rounds.go_to_next(round_)
        elif move == "missing" and round_.current in round_.left:
            round_ = rounds.skip_missing(round_)
        elif move != "missing":
            round_ = did(round_, move, number)
        settled = {*round_.outcomes, *round_.gone}
        assert set(round_.left) | settled == set(round_.ids)
        assert not set(round_.left) & settled
        assert 0 <= round_.place <= size
        assert sum(rounds.count_outcomes(round_).values()) == len(round_.outcomes)
    while round_.steps:
        step = round_.steps[-1]
        round_ = rounds.forget_last_step(round_)
        assert round_.current == step.followup_id
    assert set(round_.left) == set(round_.ids) - set(round_.gone)
