"""What `today --fits 45m` picks: what is promised for today, then the set that removes most cost of delay."""

from __future__ import annotations

from followq.model.priority.ranked import Ranked

MINUTES_A_DAY = 24 * 60
FINEST = 1_000_000
"""Steps in a point of cost. Whole numbers add up the same in any order, so that equal sets are equal."""


def choose_fitting(ranked: list[Ranked], minutes: int) -> list[Ranked]:
    """What fits into the time, in ranked order: first of all whatever is due, in its order; then, of the rest, the set
    that removes most cost of delay, without what is blocked.

    Exact 0/1 knapsack over minutes up to a day. Of sets of equal worth that one wins which does without the
    items ranked last. Beyond a day it counts in steps of some minutes, rounding times up, so that the set fits
    all the same.
    """
    due = []
    for item in ranked:
        if item.part == "due" and item.minutes <= minutes:
            due.append(item)
            minutes -= item.minutes
    return due + _choose_worth_most([item for item in ranked if item.part != "due"], minutes)


def _choose_worth_most(ranked: list[Ranked], minutes: int) -> list[Ranked]:
    able = [item for item in ranked if item.minutes <= minutes and not item.is_blocked and item.cost > 0]
    if sum(item.minutes for item in able) <= minutes:
        return able
    step = -(-minutes // MINUTES_A_DAY)
    worths = [round(item.cost * FINEST) for item in able]
    sizes = [-(-item.minutes // step) for item in able]
    return [able[place] for place in _best(worths, sizes, minutes // step)]


def _best(worths: list[int], sizes: list[int], room: int) -> list[int]:
    # Places of the best set, by what each is worth and how much of the room it takes.
    places = _drop_dominated(worths, sizes, room)
    best = [0] * (room + 1)
    taken = []
    for place in places:
        size, worth = sizes[place], worths[place]
        marks = bytearray(room + 1)
        for left in range(room, size - 1, -1):
            total = best[left - size] + worth
            if total > best[left]:
                best[left], marks[left] = total, 1
        taken.append(marks)
    picked = []
    for place, marks in zip(reversed(places), reversed(taken), strict=True):
        if marks[room]:
            picked.append(place)
            room -= sizes[place]
    return picked[::-1]


def _drop_dominated(worths: list[int], sizes: list[int], room: int) -> list[int]:
    # An item may be in the best set only together with all that are worth more (or as much, and ranked before)
    # and take no more room: else one of those would do better in its place. Where they don't fit together it
    # never is. Out of ten thousand items this leaves some hundreds.
    room_of = [0] * (room + 1)
    kept = []
    for place in sorted(range(len(worths)), key=lambda place: (-worths[place], place)):
        size = sizes[place]
        if sum(room_of[: size + 1]) + size <= room:
            room_of[size] += size
            kept.append(place)
    return sorted(kept)
