"""`stats`: figures that an independent, slow recomputation from the exported log confirms."""

from __future__ import annotations

import io
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from followq.cli.actions.batch import writing
from followq.cli.commands.stats import stats
from followq.cli.input.past_moment import find_moment
from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.core import verbs
from followq.model.core.calendar import format_instant
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.render import terminal
from followq.store.records import writer
from tests.conftest import Call

START = datetime(2026, 7, 6, 7, tzinfo=timezone.utc)
NOW = "2026-11-23T09:00:00Z"
END = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)


def lived(monkeypatch: pytest.MonkeyPatch, seed: int, steps: int = 420, deeds: Sequence[str] = ()) -> None:
    """Five months with everything that can happen to a follow-up, undo and redo among it, by chance."""
    chance = random.Random(seed)
    for number in range(steps):
        at = START + (END - START) * number / steps + timedelta(minutes=chance.randint(0, 200))
        monkeypatch.setenv("FOLLOWQ_NOW", format_instant(min(at, END)))
        session = Session()
        deed = chance.choice(deeds or DEEDS)
        if deed in ("undo", "redo"):
            take_back(session, deed)
        else:
            do(session, chance, deed)
        session.queue.close()
    monkeypatch.setenv("FOLLOWQ_NOW", NOW)


DEEDS = (
    *("owe", "owe", "owe", "wait", "wait", "told", "told", "snooze", "nudge", "toss", "toss", "promise", "later"),
    *("done", "done", "done", "done", "drop", "reopen", "reopen", "note", "whose", "since", "side", "undo", "redo"),
)

BETWEEN_PEOPLE = (
    "heard",
    "heard",
    "say",
    "say",
    *(f"{deed} late" for deed in ("told", "toss", "nudge", "heard", "done")),
)
"""Words without the ball, the answer and the ball in one, and what is noted days after it happened."""


def take_back(session: Session, deed: str) -> None:
    with writing(session, deed) as batch:
        found = writer.find_next_to_undo(batch) if deed == "undo" else writer.find_next_to_redo(batch)
        if found:
            writer.take_back(batch, found[0])


def do(session: Session, chance: random.Random, deed: str) -> None:
    calendar = session.calendar
    day = (calendar.today + timedelta(days=chance.randint(0, 9))).isoformat()
    with writing(session, "add" if deed in ("owe", "wait") else deed.partition(" ")[0], is_first=True) as batch:
        if not batch.people():
            for number in (1, 2, 3):
                batch.add(Person(number, f"p{number}", f"Person {number}", created_at=calendar.instant))
        if deed in ("owe", "wait"):
            number = batch.next_id("followups")
            since = chance.choice(
                (calendar.instant, (calendar.today - timedelta(days=chance.randint(0, 4))).isoformat())
            )
            made = FollowUp(
                number, f"f{number}", chance.randint(1, 3), 'Say "status":["open","done"]', since=since,
                ball="mine" if deed == "owe" else "theirs", created_at=calendar.instant,
                project=chance.choice((None, "spring")), told_at=chance.choice((None, None, calendar.instant)),
            )  # fmt: skip
            batch.add(verbs.promise(made, chance.choice((None, day)), calendar))
            return
        ids = sorted(batch.uids().values())
        known = [one for one in map(batch.followup, ids) if one and one.is_open != (deed == "reopen")]
        if known:
            before = chance.choice(known)
            if deed.endswith(" late"):
                deed = deed.partition(" ")[0]
                on = (calendar.today - timedelta(days=chance.randint(0, 4))).isoformat()
                try:
                    calendar = calendar.as_of(find_moment(before, on, calendar))
                except BadInputError:
                    return
            if deed == "say" and before.ball == "mine":
                informed = verbs.tell(before, calendar)
                batch.put(before, informed)
                before = informed
            batch.put(before, after(before, deed, day, calendar, chance))


def after(before: FollowUp, deed: str, day: str, calendar: Any, chance: random.Random) -> FollowUp:
    later = (calendar.today + timedelta(days=3)).isoformat()
    return {
        "told": lambda: verbs.tell(before, calendar, chance.choice((None, day))),
        "snooze": lambda: verbs.snooze(before, calendar, later),
        "nudge": lambda: verbs.nudge(before, calendar) if before.ball == "theirs" else before,
        "heard": lambda: (
            verbs.hear(before, calendar, chance.choice((None, day))) if before.ball == "theirs" else before
        ),
        "say": lambda: (
            verbs.toss(before, calendar, by=chance.choice((None, day)))._replace(told_at=calendar.instant)
            if before.ball == "mine"
            else before
        ),
        "toss": lambda: verbs.toss(before, calendar, by=chance.choice((None, day))),
        "promise": lambda: verbs.promise(before, day, calendar),
        "later": lambda: verbs.promise(before, chance.choice((None, later)), calendar),
        "done": lambda: verbs.close(before, calendar, spent_minutes=chance.choice((0, 0, 20))),
        "side": lambda: before._replace(ball="theirs" if before.ball == "mine" else "mine"),
        "drop": lambda: verbs.close(before, calendar, "dropped"),
        "reopen": lambda: verbs.reopen(before),
        "note": lambda: verbs.add_note(before, 'A "since":[null,"2020-01-01"] note'),
        "whose": lambda: before._replace(person_id=chance.randint(1, 3)),
        "since": lambda: before._replace(since=(calendar.today - timedelta(days=2)).isoformat()),
    }[deed]()


class Plain:
    """The same figures, from the exported log, in the slowest and plainest way."""

    def __init__(
        self, log: list[dict[str, Any]], since: date, until: date, zone: str = "UTC", person_id: int | None = None
    ) -> None:
        self.since, self.until, self.zone = since, until, ZoneInfo(zone)
        self.counts: dict[str, int] = defaultdict(int)
        self.lengths: dict[str, list[int]] = defaultdict(list)
        self.open: dict[str, list[int]] = {"mine": [], "theirs": []}
        self.put_off_items: set[int] = set()
        by_id: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for entry in standing(log):
            if entry["followup"] is not None:
                by_id[entry["followup"]].append(as_it_happened(entry, is_first=entry["followup"] not in by_id))
        for entries in by_id.values():
            for life in [entries] if person_id is None else lives_with(person_id, entries):
                self.follow(life)

    def day(self, when: str) -> date:
        """The day in the zone."""
        if len(when) == 10:
            return date.fromisoformat(when)
        return datetime.fromisoformat(when).astimezone(self.zone).date()

    def within(self, day: date) -> bool:
        """Whether it lies in the period."""
        return self.since <= day <= self.until

    def between(self, start: date, end: date) -> int:
        """Working days, counted one by one."""
        days = [start + timedelta(days=n + 1) for n in range((end - start).days)]
        return sum(day.weekday() < 5 for day in days)

    def follow(self, entries: list[dict[str, Any]]) -> None:  # noqa: C901 - plain, in one piece
        """Cut a follow-up's life into spells, then look at each."""
        spells: list[dict[str, Any]] = []
        state: dict[str, Any] = {}
        for entry in entries:
            new = {name: pair[1] for name, pair in entry["changes"].items()}
            if "moved" in entry:
                spells[-1] |= {"end": entry["at"], "how": "moved"} if "end" not in spells[-1] else {}
                continue
            before, state = state, state | new
            is_toss = bool(before) and "ball" in new and new.get("since") == entry["at"]
            if not before or is_toss:
                if before:
                    spells[-1] |= {"end": entry["at"], "how": "tossed"}
                spells.append(
                    {
                        "ball": state["ball"],
                        "id": entry["followup"],
                        "told": [],
                        "nudges": 0,
                        "promises": [],
                        "slips": [],
                    }
                )
                if state.get("promised"):
                    new["promised"] = state["promised"]
            spell = spells[-1]
            spell["since"], spell["ball"] = state["since"], state["ball"]
            if new.get("told_at"):
                spell["told"].append(new["told_at"])
            base = {} if is_toss else before
            for name, counter in (("nudges", "nudges"), ("slips", "their slips"), ("snoozes", "put off")):
                more = state.get(name, 0) - base.get(name, 0)
                if more > 0 and before:
                    if self.within(self.day(entry["at"])):
                        self.counts[counter] += more
                        if counter == "put off":
                            self.put_off_items.add(entry["followup"])
                    spell["nudges"] += more if name == "nudges" else 0
                    spell["slips"] += [entry["at"]] if name == "slips" else []
            if "promised" in new:
                spell["promises"].append((entry["at"], new["promised"]))
            if new.get("status", "open") != "open":
                spell |= {"end": new["closed_at"], "how": new["status"]}
            elif "status" in new and before:
                spell.pop("end")
                spell.pop("how")
        self.counts["requests"] += spells[0]["ball"] == "mine"
        self.counts["spent"] += state.get("spent_minutes") or 0
        for number, spell in enumerate(spells):
            self.look(spell, any(earlier["ball"] == "mine" for earlier in spells[:number]))
        last = spells[-1]
        if last.get("how") == "done" and self.within(self.day(last["end"])):
            mine = [s for s in spells if s["ball"] == "mine"]
            if mine:
                self.lengths["resolution"].append(
                    sum(self.between(self.day(s["since"]), self.day(s["end"])) for s in mine)
                )

    def look(self, spell: dict[str, Any], is_back: bool) -> None:
        """Count one spell, the first on its side or a later one."""
        ball, how = spell["ball"], spell.get("how", "open")
        end = self.day(spell["end"]) if "end" in spell else None
        begin = self.day(spell["since"]) if end is None else min(self.day(spell["since"]), end)
        self.counts[f"{ball} in"] += self.within(begin)
        self.counts[f"{ball} out"] += end is not None and self.within(end)
        if begin <= self.until and (end is None or end > self.until):
            self.open[ball].append(self.between(begin, self.until))
        if how in ("done", "tossed") and end and self.within(end):
            self.lengths[f"{ball} turnaround"].append(self.between(begin, end))
            self.counts[f"{ball} answered"] += 1
            if ball == "theirs":
                self.counts["unasked"] += not spell["nudges"]
        slips = [at for at in spell["slips"] if ball == "mine" and self.within(self.day(at))]
        self.counts["put off"] += len(slips)
        self.put_off_items |= {spell["id"] for _ in slips}
        signs = [*spell["told"], *([spell["end"]] if how in ("done", "tossed") else [])] if ball == "mine" else []
        for place, sign in enumerate(signs):
            if self.within(self.day(sign)):
                kind = "update" if place else "next response" if is_back else "first response"
                start = signs[place - 1] if place else spell["since"]
                self.lengths[kind].append(self.between(self.day(start), self.day(sign)))
        self.promise(spell, how)

    def promise(self, spell: dict[str, Any], how: str) -> None:
        """Count what became of its promise."""
        made = [*spell["promises"], (spell.get("end", NOW), "end")]
        for (_, promised), (moved, _) in pairwise(made):
            if promised and self.day(moved) > self.day(promised):
                self.counts[f"{spell['ball']} broken"] += self.within(self.day(promised))
                return
        if spell["slips"]:
            self.counts[f"{spell['ball']} moved"] += self.within(self.day(spell["slips"][0]))
        elif any(promised for _, promised in spell["promises"]) and how in ("done", "tossed"):
            self.counts[f"{spell['ball']} kept"] += self.within(self.day(spell["end"]))


def as_it_happened(entry: dict[str, Any], *, is_first: bool) -> dict[str, Any]:
    """The entry at the past moment that was given with it, if any was."""
    new = {name: pair[1] for name, pair in entry["changes"].items()}
    given = [new[name] for name in ("closed_at", "told_at", "heard_at", "nudged_at") if new.get(name)]
    if not given and "ball" in new and entry["command"] in ("toss", "say"):
        given = [new["since"]]
    return entry if is_first or not given else entry | {"at": min(given[0], entry["at"])}


def lives_with(person_id: int, entries: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """One follow-up's standing log cut by who it was with: the parts with one person, each begun anew."""
    lives: list[tuple[int, list[dict[str, Any]]]] = []
    state: dict[str, Any] = {}
    counted: dict[str, int] = {}
    is_lived = False
    for number, entry in enumerate(entries):
        new = {name: pair[1] for name, pair in entry["changes"].items()}
        was_open, state = state.get("status", "open") == "open", state | new
        is_move = number > 0 and "person_id" in new
        if is_move and is_lived and was_open:
            lives[-1][1].append({"moved": True, "at": entry["at"], "changes": {}, "followup": entry["followup"]})
        is_lived = is_lived and not is_move
        if not is_lived and state["status"] == "open" and number:
            first = {**state, "since": max(entry["at"], state["since"]), "told_at": None, "first_promised": None}
            counted = {name: state[name] or 0 for name in ("slips", "nudges", "snoozes", "spent_minutes")}
            first |= dict.fromkeys(counted, 0)
            new = first
        elif "ball" in new and new.get("since") == entry["at"]:
            counted = {"spent_minutes": counted.get("spent_minutes", 0)}
        elif number and not is_lived:
            continue
        if not is_lived:
            lives.append((state["person_id"], []))
            is_lived = True
        else:
            new = {name: value - counted.get(name, 0) if name in counted else value for name, value in new.items()}
        changes = {name: [None, value] for name, value in new.items()}
        lives[-1][1].append(entry | {"changes": changes})
    return [life for number, life in lives if number == person_id]


def standing(log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    undone: set[int] = set()
    takes_back: dict[int, int] = {}
    for entry in log:
        if entry["undoes"] is not None:
            root = entry["undoes"]
            while root in takes_back:
                root = takes_back[root]
            takes_back[entry["batch"]] = entry["undoes"]
            (undone.add if entry["command"] == "undo" else undone.discard)(root)
    return [entry for entry in log if entry["undoes"] is None and entry["batch"] not in undone]


def quantile(values: list[int], share: float) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 2)


def agrees(figures: dict[str, Any], plain: Plain) -> None:
    for ball in ("mine", "theirs"):
        side = figures[ball]
        assert side["came_in"] == plain.counts[f"{ball} in"]
        assert side["went_out"] == plain.counts[f"{ball} out"]
        assert side["open_at_end"] == len(plain.open[ball])
        for age in side["ages"]:
            fitting = [d for d in plain.open[ball] if age["low"] <= d and (age["high"] is None or d <= age["high"])]
            assert age["number"] == len(fitting)
        for outcome in ("kept", "moved", "broken"):
            assert side["promises"][outcome] == plain.counts[f"{ball} {outcome}"], (ball, outcome)
    spreads = {
        "mine turnaround": figures["mine"]["turnaround"],
        "theirs turnaround": figures["theirs"]["turnaround"],
        **{name.replace("_", " "): value for name, value in figures["service"].items()},
    }
    for name, spread in spreads.items():
        days = plain.lengths[name]
        expected = (len(days), quantile(days, 0.5), quantile(days, 0.9), days.count(0))
        assert (spread["number"], spread["median"], spread["p90"], spread["same_day"]) == expected, name
    assert figures["nudges"] == plain.counts["nudges"]
    assert figures["put_off"] == plain.counts["put off"]
    assert figures["put_off_items"] == len(plain.put_off_items)
    assert figures["unasked"] == plain.counts["unasked"]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_are_those_of_a_plain_recomputation(fq: Call, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    lived(monkeypatch, seed)
    log = fq("export").document["log"]
    for words in ((), ("--since", "2026-09-02", "--until", "2026-10-20"), ("--since", "2026-07-01")):
        document = fq("stats", *words, "--json").document
        for figures in (document["period"], document["before"]):
            period = (date.fromisoformat(figures["since"]), date.fromisoformat(figures["until"]))
            agrees(figures, Plain(log, *period))
    assert document["period"]["mine"]["turnaround"]["number"] > 15
    assert document["period"]["service"]["next_response"]["number"] > 3


def test_a_day_is_a_day_in_the_users_zone(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    lived(monkeypatch, 3, 150)
    log = fq("export").document["log"]
    figures = fq("stats", "--json").document["period"]
    plain = Plain(log, date.fromisoformat(figures["since"]), date.fromisoformat(figures["until"]), "Asia/Kolkata")
    agrees(figures, plain)


def test_of_one_project(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(monkeypatch, 4, 150)
    export = fq("export").document
    ids = {one["id"] for one in export["followups"] if one["project"] == "spring"}
    log = [entry | {"followup": entry["followup"] if entry["followup"] in ids else None} for entry in export["log"]]
    figures = fq("stats", "--project", "SPRING", "--json").document["period"]
    agrees(figures, Plain(log, date.fromisoformat(figures["since"]), date.fromisoformat(figures["until"])))
    assert fq("stats", "--project", "spring", "--json").document["clearing"] is None
    assert fq("stats", "--person", "Zoe").code == 3


def test_weeks_add_up_to_the_period_and_lead_from_one_to_the_next(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(monkeypatch, 5, 200)
    period = fq("stats", "--json").document["period"]
    weeks = period["weeks"]
    assert [week["monday"] for week in weeks][:2] == ["2026-10-05", "2026-10-12"]
    assert len(weeks) == 8
    for ball in ("mine", "theirs"):
        side = period[ball]
        assert sum(week[f"{ball}_in"] for week in weeks) == side["came_in"]
        assert sum(week[f"{ball}_out"] for week in weeks) == side["went_out"]
        still = side["open_before"]
        for week in weeks:
            still += week[f"{ball}_in"] - week[f"{ball}_out"]
            assert week[f"{ball}_open"] == still
        assert still == side["open_at_end"] == sum(age["number"] for age in side["ages"])


def test_what_is_open_is_what_the_queue_says(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(monkeypatch, 6, 200)
    document = fq("stats", "--json").document
    open_ones = fq("list", "--json").document["followups"]
    for ball in ("mine", "theirs"):
        assert document["period"][ball]["open_at_end"] == sum(one["ball"] == ball for one in open_ones)
    assert document["avoided"] == sum(one["slips"] + one["snoozes"] >= 3 for one in open_ones)


def test_the_time_before_is_the_same_weekdays_earlier(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    document = fq("stats", "--json").document
    assert (document["period"]["since"], document["period"]["until"]) == ("2026-10-05", "2026-11-23")
    assert (document["before"]["since"], document["before"]["until"]) == ("2026-08-10", "2026-09-28")
    assert fq("stats", "--since", "2026-11-20", "--until", "2026-11-19").code == 4


def test_an_answer_that_was_undone_never_came(fq: Call) -> None:
    fq("add", "Ana", "Quote", now="2026-11-19T09:00:00Z")
    fq("done", "1", now="2026-11-23T09:00:00Z")
    assert fq("stats", "--json").document["period"]["mine"]["turnaround"]["median"] == 2
    fq("undo")
    assert fq("stats", "--json").document["period"]["mine"]["turnaround"]["number"] == 0
    fq("redo")
    assert fq("stats", "--json").document["period"]["mine"]["turnaround"]["number"] == 1


def test_the_page_says_it_in_words_with_plots_for_eyes_only(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(monkeypatch, 7, 200)
    out = fq("stats").out
    assert "Mon 5 Oct to Mon 23 Nov" in out
    for words in ("your turnaround", "first response", "your promises kept", "usable answers", "you owe", "they owe"):
        assert words in out
    assert not set("▁▂▃▄▅▆▇█") & set(out)


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_on_a_terminal_plots_stand_beside_the_figures_and_nothing_is_cut(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    lived(monkeypatch, 8, 150)
    monkeypatch.setenv("COLUMNS", str(columns))
    session = Session()
    out = io.StringIO()
    terminal.show(stats(session).layout(session.calendar), out)
    session.queue.close()
    assert max(cell_len(line.rstrip()) for line in out.getvalue().splitlines()) <= columns
    assert "█" in out.getvalue()
    assert "…" not in out.getvalue()
    assert set("▁▂▃▄▅▆▇") & set(out.getvalue())


def test_a_day_to_come_ends_no_period(fq: Call) -> None:
    assert (
        fq("stats", "--until", "2999-12-31", "--since", "1970-01-01", "--json").document["period"]["until"] == NOW[:10]
    )


def test_little_and_nothing_are_said_to_be(fq: Call) -> None:
    assert "Nothing to count" in fq("stats").out
    fq("add", "Ana", "Quote")
    assert "not enough data yet" in fq("stats").out
    assert "0 of about 30" in fq("stats").out


def test_days_that_they_moved_are_not_what_i_put_off(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", "--by", "tue")
    for day in ("wed", "thu", "fri"):
        fq("heard", "1", "--by", day)
    stats = fq("stats", "--json").document
    assert (stats["period"]["put_off"], stats["period"]["put_off_items"], stats["avoided"]) == (0, 0, 0)
    # Noted on the wrong side: they were mine all along.
    fq("edit", "1", "--owed")
    stats = fq("stats", "--json").document
    assert (stats["period"]["put_off"], stats["period"]["put_off_items"], stats["avoided"]) == (3, 1, 1)
    out = fq("stats").out
    assert "things you put off" in out
    assert "1 thing you owe was put off three times or more: followq today\n" in out


def test_a_line_says_whose_the_columns_are(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote")
    assert (
        "By week: what you owe (came in, went out, still owed), then the same of what you wait for" in fq("stats").out
    )
