"""One person's dealings and the whole queue's figures are made apart: on any lives they have to agree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.history import select_standing
from followq.model.people.relationship import make_dealings
from followq.model.stats.log_fold import FIELDS, Ledger
from followq.model.stats.period_counts import PeriodCounts
from followq.model.stats.stats_figures import make_figures
from tests.factories import MORE
from tests.model.test_dealings import Log, at

DEEDS = ("told", "nudge", "move", "withdraw", "toss", "toss to a day", "done", "drop", "reopen", "whose", "since")
LIVES = st.lists(
    st.tuples(
        st.sampled_from(("mine", "theirs")),
        st.one_of(st.none(), st.integers(0, 9)),
        st.lists(st.tuples(st.sampled_from((*DEEDS, "undo")), st.integers(0, 6), st.integers(0, 9)), max_size=12),
    ),
    min_size=1,
    max_size=3,
)


def lived(lives: list[tuple[str, int | None, list[tuple[str, int, int]]]]) -> Log:
    """The log of follow-ups that live one after another, each deed some days after the one before."""
    log, day = Log(), date(2026, 3, 2)
    for number, (ball, promised, deeds) in enumerate(lives, 1):
        by = None if promised is None else f"{day + timedelta(days=promised)}"
        log.add(f"{day}", ball=ball, promised=by)
        for deed, gap, ahead in deeds:
            day += timedelta(days=gap)
            step(log, number, deed, f"{day}", f"{day + timedelta(days=ahead)}")
    return log


def step(log: Log, number: int, deed: str, on: str, later: str) -> None:
    """Do one thing where it can be done now."""
    item, now = log.items[number], at(on)
    if deed == "undo":
        last = log.entries[-1]
        if last.change.action == "change" and last.undoes is None:
            log.undo(number, on)
        return
    if item.is_open == (deed == "reopen") or (deed == "nudge" and item.ball == "mine"):
        return
    after: dict[str, Any] = {
        "told": lambda: verbs.tell(item, now),
        "nudge": lambda: verbs.nudge(item, now),
        "move": lambda: verbs.promise(item, later, now),
        "withdraw": lambda: verbs.promise(item, None, now),
        "toss": lambda: verbs.toss(item, now),
        "toss to a day": lambda: verbs.toss(item, now, by=later),
        "done": lambda: verbs.close(item, now),
        "drop": lambda: verbs.close(item, now, "dropped"),
        "reopen": lambda: verbs.reopen(item),
        "whose": lambda: item._replace(ball="theirs" if item.ball == "mine" else "mine"),
        "since": lambda: item._replace(since=f"{date.fromisoformat(on) - timedelta(days=2)}"),
    }
    log.to(number, after[deed](), on)


def counted(log: Log, now: str) -> Ledger:
    """The ledger over all of it."""
    events, reopened = [], set()
    for entry in select_standing(log.entries):
        new = {name: value for name, (_, value) in entry.change.fields.items() if name in FIELDS}
        if entry.change.action == "change" and new.get("status") == "open":
            reopened.add(entry.change.id)
        texts = {name: "" if value is None else str(value) for name, value in new.items()}
        events.append((entry.change.id, entry.at, entry.change.action, texts))
    everything = PeriodCounts(date(2026, 1, 1).toordinal(), date.fromisoformat(now).toordinal())
    ledger = Ledger(at(now), (everything,))
    ledger.feed(events, frozenset(reopened))
    ledger.finish()
    return ledger


@MORE
@given(LIVES)
@example([("mine", 1, [("done", 0, 0), ("reopen", 6, 0), ("done", 1, 0)])])
@example([("mine", 1, [("move", 0, 5), ("whose", 0, 0), ("done", 1, 0)])])
@example([("theirs", 5, [("nudge", 3, 0), ("toss", 1, 0), ("toss to a day", 1, 3), ("drop", 0, 0)])])
def test_promises_turnarounds_and_nudges_are_the_same_for_one_person_and_for_all(lives: Any) -> None:
    log, now = lived(lives), "2027-03-01"
    person, everybody = make_dealings(log.entries, at(now)), make_figures(counted(log, now).tallies[0])
    for part, side in ((person.mine, everybody.mine), (person.theirs, everybody.theirs)):
        assert (part.kept, part.moved, part.broken) == tuple(side.promises)
        assert (part.turnarounds, part.turnaround_days) == (side.turnaround.number, side.turnaround.median)
    assert person.theirs.nudges + person.mine.nudges == everybody.nudges
