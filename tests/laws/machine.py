"""Random commands on the real command line, and the laws that hold after every one of them.

Each rule is what a user does, with what `model` expects of it. `Follower.do` holds the call to the laws that need
no expectation: the contract, the log, the indexes, undo and redo, ids, and that what was refused changed nothing.
"""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.laws import model, state
from tests.laws.follower import Follower
from tests.laws.model import Phrase, Thing, Things
from tests.laws.words import (
    COMMANDS,
    LOOKS,
    PEOPLE,
    PROJECTS,
    TAGS,
    ZONES,
    behind_ids,
    is_date,
    is_plain,
    lines,
    odd_words,
    texts,
)  # fmt: skip

which = st.integers(0, 12)
people = st.sampled_from(PEOPLE)
phrases = st.builds(Phrase, st.integers(-4, 25), st.one_of(st.none(), st.none(), st.integers(9, 17)), st.integers(0, 5))
ahead = phrases.filter(lambda phrase: phrase.days > 0)
maybe_by = st.one_of(st.none(), phrases)
spells = st.sampled_from([0.25, 1, 3, 9, 20, 24, 30, 72, 170, 700])
notes = st.sampled_from(["asked twice", 'says "later"', "naïve café", "a\u200bb"])


class Laws(Follower):
    """A user who does everything that followq offers, right and wrong."""

    @initialize(zone=st.sampled_from(ZONES))
    def begin(self, zone: str) -> None:
        self.start(zone)

    # Time, and looking

    @rule(hours=spells)
    def time_goes_by(self, hours: float) -> None:
        self.user.wait(hours)

    @rule(look=st.sampled_from(LOOKS), number=which, who=people, is_json=st.booleans())
    def look(self, look: tuple[str, ...], number: int, who: str, is_json: bool) -> None:
        found = sorted(self.things) or [1]
        words = [word.format(id=found[number % len(found)], person=who) for word in look]
        answer, _ = self.do(*words, *(["--json"] if is_json else []), changes=False)
        assert answer.code in (0, 2, 3, 4)

    @rule(number=which)
    def find_by_its_words(self, number: int) -> None:
        assume(self.things)
        chosen = sorted(self.things)[number % len(self.things)]
        word = next((word for word in self.things[chosen].text.split() if word.isalnum() and word.isascii()), None)
        assume(word)
        _, document = self.do("search", str(word).upper(), "--json", changes=False)
        assert document is not None
        assert chosen in [record["id"] for record in document["followups"]]

    # After a call

    @rule(
        who=people, text=texts(), is_waiting=st.booleans(), by=maybe_by, tag=st.sampled_from((None, *TAGS)),
        project=st.sampled_from((None, *PROJECTS)), every=st.sampled_from((None, None, "week", "2 weeks", "month")),
        note=st.one_of(st.none(), notes), blocker=st.one_of(st.none(), st.none(), which),
        effort=st.sampled_from((None, None, 15, 90)),
    )  # fmt: skip
    def add(
        self, who: str, text: str, is_waiting: bool, by: Phrase | None, tag: str | None, project: str | None,
        every: str | None, note: str | None, blocker: int | None, effort: int | None,
    ) -> None:  # fmt: skip
        options = ["--waiting"] if is_waiting else []
        options += self.by(by)
        for name, value in (("--tag", tag), ("--project", project), ("--every", every), ("--note", note)):
            options += [name, value] if value else []
        options += ["--effort", f"{effort}m"] if effort else []
        number = None if blocker is None else self.number(blocker)
        options += [] if number is None else ["--blocked-by", str(number)]
        when = by.meant(self.clock) if by else None
        anchor = (self.clock.day_of(when) if when else self.clock.today).isoformat() if every else None
        made = Thing(
            who, model.one_line(text), "theirs" if is_waiting else "mine", promised=when,
            tags=(tag,) if tag else (), project=project, note=note, effort=effort,
            blocked_by=() if number is None else (number,), anchor=anchor, since=self.clock.instant,
            every={None: None, "2 weeks": "2 weeks"}.get(every, f"1 {every}"),
        )  # fmt: skip
        wrong = 3 if number is not None and number not in self.things else 0
        self.do_and_expect(["add", *options, "--", who, text], lambda found: self.added(found, made), wrong, text)

    @rule(who=people, text=texts(), is_json=st.booleans())
    def add_in_ten_seconds(self, who: str, text: str, is_json: bool) -> None:
        assume(not text.startswith("-") and text not in ("", "help"))
        made = Thing(who, model.one_line(text), since=self.clock.instant)
        words = ["add", who, text, *(["--json"] if is_json else [])]
        self.do_both_ways(words)
        self.do_and_expect(words, lambda found: self.added(found, made), 0, text)

    @rule(noted=st.lists(lines(), min_size=1, max_size=5), by=maybe_by)
    def add_from_a_pipe(self, noted: list[tuple[str, bool, str, Phrase | None]], by: Phrase | None) -> None:
        clock = self.clock
        written = [
            f"@{who}\n{'<' if is_waiting else '>'} {text}{f' by {phrase.words(clock)}' if phrase else ''}"
            for who, is_waiting, text, phrase in noted
        ]

        def expected(found: Things) -> Things:
            for who, is_waiting, text, phrase in noted:
                when = (phrase or by).meant(clock) if phrase or by else None  # type: ignore[union-attr]
                ball = "theirs" if is_waiting else "mine"
                found = self.added(found, Thing(who, text, ball, promised=when, since=clock.instant))
            return found

        self.do_and_expect(["add", *self.by(by), "-"], expected, stdin="\n".join(written).encode())

    @rule(data=st.binary(max_size=40), by=maybe_by)
    def add_whatever_a_pipe_brings(self, data: bytes, by: Phrase | None) -> None:
        self.do("add", *self.by(by), "-", stdin=data)

    # Working it off

    @rule(
        numbers=st.lists(which, min_size=1, max_size=3), extra=st.sampled_from(("", "", "--untold", "--thank")),
        note=st.one_of(st.none(), notes), is_range=st.booleans(),
    )  # fmt: skip
    def done(self, numbers: list[int], extra: str, note: str | None, is_range: bool) -> None:
        chosen = list(dict.fromkeys(map(self.number, numbers)))
        words = [str(number) for number in chosen]
        if is_range:
            chosen = list(range(min(chosen), max(chosen) + 1))
            words = [f"{chosen[0]}-{chosen[-1]}"]
        found = self.things
        wrong = 3 if any(number not in found for number in chosen) else 0
        side = {"--untold": "mine", "--thank": "theirs"}.get(extra)
        if not wrong and side and any(found[number].ball != side for number in chosen):
            wrong = 2
        if not wrong and any(not found[number].is_open for number in chosen):
            wrong = 3
        # What was tossed before somebody was forgotten may be in the log no more.
        assume(wrong or not self.stacks.has_forgotten or not any(found[number].every for number in chosen))

        def expected(found: Things) -> Things:
            left = found | {number: model.closed(found[number], "done", note or "") for number in chosen}
            for number in chosen:
                thing = found[number]
                coming = model.next_of(thing, self.clock, self.stacks.before_tosses(number, thing))
                left = self.added(left, coming) if coming else left
                if extra:
                    rest = Thing(thing.person, "", project=thing.project, effort=5, since=self.clock.instant)
                    left = self.added(left, rest)
            return left

        options = [extra] * bool(extra) + (["--note", note] if note else [])
        if not options and not wrong:
            self.do_both_ways(["done", *words])
        self.do_and_expect(["done", *words, *options], expected, wrong)

    @rule(number=which, text=st.one_of(st.none(), texts()), by=maybe_by, is_named=st.booleans())
    def told(self, number: int, text: str | None, by: Phrase | None, is_named: bool) -> None:
        assume(not is_date(text))
        chosen, word = self.meant(number, is_named)
        when = by.meant(self.clock) if by else None
        self.do_and_expect(
            ["told", *self.by(by), "--", word, *behind_ids(text)],
            lambda found: found | {chosen: model.promised(found[chosen], when, self.clock) if by else found[chosen]},
            self.unfit(chosen) or (2 if self.things[chosen].ball == "theirs" else 0), "x" if text is None else text,
        )  # fmt: skip

    @rule(number=which, text=st.one_of(st.none(), texts()), by=maybe_by, is_named=st.booleans())
    def heard(self, number: int, text: str | None, by: Phrase | None, is_named: bool) -> None:
        assume(not is_date(text))
        chosen, word = self.meant(number, is_named)
        when = by.meant(self.clock) if by else None
        self.do_and_expect(
            ["heard", *self.by(by), "--", word, *behind_ids(text)],
            lambda found: found | {chosen: model.promised(found[chosen], when, self.clock) if by else found[chosen]},
            self.unfit(chosen) or (2 if self.things[chosen].ball == "mine" else 0), "x" if text is None else text,
        )  # fmt: skip

    @rule(number=which, text=st.one_of(st.none(), texts()), by=maybe_by, is_named=st.booleans())
    def toss(self, number: int, text: str | None, by: Phrase | None, is_named: bool) -> None:
        assume(not is_date(text))
        chosen, word = self.meant(number, is_named)
        when = by.meant(self.clock) if by else None
        self.do_and_expect(
            ["toss", *self.by(by), "--", word, *behind_ids(text)],
            lambda found: (
                found | {chosen: model.tossed(found[chosen], model.one_line(text or ""), when, self.clock)}
            ),
            self.unfit(chosen), "x" if text is None else text,
        )  # fmt: skip

    @rule(number=which, who=people, text=st.one_of(st.none(), texts()), by=maybe_by)
    def hand(self, number: int, who: str, text: str | None, by: Phrase | None) -> None:
        assume(not is_date(text))
        chosen = self.number(number)
        thing = self.things.get(chosen)
        wrong = self.unfit(chosen)
        if not wrong and thing and (thing.ball == "theirs" or self.is_one(who, thing.person)):
            wrong = 2
        when = by.meant(self.clock) if by else None

        def expected(found: Things) -> Things:
            debt = found[chosen]
            words = debt.text if text is None else model.one_line(text)
            work = Thing(
                who, words, "theirs", promised=when, tags=debt.tags, project=debt.project, since=self.clock.instant
            )
            after = debt._replace(blocked_by=(*debt.blocked_by, self.next_number))
            return self.added(found, work) | {chosen: after}

        words = ["hand", *self.by(by), "--", str(chosen), who, *behind_ids(text)]
        self.do_and_expect(words, expected, wrong, "x" if text is None else text)

    @rule(number=which, until=phrases)
    def snooze(self, number: int, until: Phrase) -> None:
        chosen, when = self.number(number), until.meant(self.clock)
        wrong = self.unfit(chosen) or (4 if self.clock.has_come(when) else 0)

        def expected(found: Things) -> Things:
            thing = found[chosen]
            return found | {chosen: thing._replace(snoozed_until=when, snoozes=thing.snoozes + 1)}

        self.do_and_expect(["snooze", str(chosen), *until.words(self.clock).split()], expected, wrong)

    @rule(number=which, text=texts())
    def nudge(self, number: int, text: str) -> None:
        chosen = self.number(number)
        wrong = self.unfit(chosen)
        if not wrong and self.things[chosen].ball == "mine":
            wrong = 2

        def expected(found: Things) -> Things:
            thing = found[chosen]
            return found | {chosen: thing._replace(nudges=thing.nudges + 1, snoozed_until=None)}

        self.do_and_expect(["nudge", "--", str(chosen), *behind_ids(text)], expected, wrong, text)

    @rule(number=which, text=st.one_of(st.none(), texts()))
    def drop(self, number: int, text: str | None) -> None:
        chosen = self.number(number)
        words = ["drop", "--", str(chosen), *behind_ids(text)]
        self.do_and_expect(
            words,
            lambda found: found | {chosen: model.closed(found[chosen], "dropped")},
            self.unfit(chosen),
            "x" if text is None else text,
        )

    @rule(number=which)
    def reopen(self, number: int) -> None:
        chosen = self.number(number)
        thing = self.things.get(chosen)
        wrong = 3 if thing is None else 2 if thing.is_open else 0
        self.do_and_expect(
            ["reopen", str(chosen)], lambda found: found | {chosen: found[chosen]._replace(status="open")}, wrong
        )

    @rule(number=which, text=texts())
    def note(self, number: int, text: str) -> None:
        chosen = self.number(number)
        wrong = 0 if chosen in self.things else 3
        self.do_and_expect(
            ["note", "--", str(chosen), *behind_ids(text)],
            lambda found: found | {chosen: model.noted(found[chosen], model.note_lines(text))},
            wrong, text,
        )  # fmt: skip

    @rule(
        number=which, text=st.one_of(st.none(), texts()), by=maybe_by, is_withdrawn=st.booleans(),
        side=st.sampled_from((None, None, "mine", "theirs")), who=st.one_of(st.none(), people),
        tag=st.sampled_from((None, *TAGS)), blocker=st.one_of(st.none(), which),
    )  # fmt: skip
    def edit(
        self, number: int, text: str | None, by: Phrase | None, is_withdrawn: bool, side: str | None,
        who: str | None, tag: str | None, blocker: int | None,
    ) -> None:  # fmt: skip
        chosen = self.number(number)
        other = None if blocker is None else self.number(blocker)
        options = self.by(by) + ["--no-by"] * is_withdrawn + (["--person", who] if who else [])
        options += {"mine": ["--owed"], "theirs": ["--waiting"]}.get(side or "", [])
        options += ([f"--text={text}"] if text is not None else []) + (["--tag", tag] if tag else [])
        options += [] if other is None else ["--blocked-by", str(other)]
        found = self.things
        wrong = 2 if by and is_withdrawn else 0
        if not wrong and (chosen not in found or (other is not None and other not in found)):
            wrong = 3
        if not wrong and other is not None and model.reaches(found, other, chosen):
            wrong = 2

        def expected(found: Things) -> Things:
            thing = found[chosen]
            if text is not None:
                thing = thing._replace(text=model.one_line(text))
            if tag and tag not in thing.tags:
                thing = thing._replace(tags=(*thing.tags, tag))
            if other is not None and other not in thing.blocked_by:
                thing = thing._replace(blocked_by=(*thing.blocked_by, other))
            if by or is_withdrawn:
                thing = model.promised(thing, by.meant(self.clock) if by else None, self.clock)
            thing = thing._replace(ball=side or thing.ball, person=self.name_of(who) if who else thing.person)
            return found | {chosen: thing}

        self.do_and_expect(["edit", str(chosen), *options], expected, wrong, "x" if text is None else text)

    @rule(number=which, kind=st.sampled_from((None, "ack", "update", "nudge", "done", "late", "no", "thanks")))
    def say_and_log_it(self, number: int, kind: str | None) -> None:
        chosen = self.number(number)
        before = self.things
        answer, _ = self.do("say", str(chosen), *([kind] if kind else []), "--log")
        assert (answer.code == 0) == (chosen in before)
        # Said is not done: who owes what stays as it is.
        counted = {number: thing._replace(nudges=0, snoozed_until=None) for number, thing in self.things.items()}
        assert counted == {n: thing._replace(nudges=0, snoozed_until=None) for n, thing in before.items()}

    @rule(keys=st.lists(st.sampled_from([
        "d", "D", "t\nlegal looks at it by next fri", "t\n", "o\nsign it", "s\n+3d", "s\n", "h\nTom Baker\ndraft it",
        "x\nthey went elsewhere", "e\nt\nAnother text", "e\nb\nfri", "n\nprefers calls", "v", " ", "b", "u", "u", "?\n",
        "3\nlonger by next mon", "4\nMei Lin\n", "1", "?",
    ]), max_size=8), end=st.sampled_from(("q\n", "", "\n")))  # fmt: skip
    def clear(self, keys: list[str], end: str) -> None:
        self.do("clear", stdin=("\n".join(keys) + "\n" + end).encode(), is_terminal=True)

    @rule()
    def undo(self) -> None:
        self.do("undo", "--json", expect=0 if self.stacks.done else 3)

    @rule()
    def redo(self) -> None:
        self.do("redo", "--json", expect=0 if self.stacks.undone else 3)

    @rule()
    def the_same_once_more(self) -> None:
        assume(self.last and self.last[0] not in ("undo", "redo", "import"))
        self.do(*self.last)

    # People

    @rule(who=people, email=st.sampled_from(("a@example.com", "b@example.org", "")), alias=st.one_of(st.none(), people))
    def know_a_person(self, who: str, email: str, alias: str | None) -> None:
        options = [*(["--email", email] if email else []), *(["--alias", alias] if alias else [])]
        self.do("person", "add" if not self.called(who) else "edit", who, *options)

    @rule(
        who=people, name=st.one_of(st.none(), people), weight=st.sampled_from((None, "key", "vip")),
        days=st.one_of(st.none(), st.integers(-1, 61)), gone=st.one_of(st.none(), people),
    )  # fmt: skip
    def edit_a_person(self, who: str, name: str | None, weight: str | None, days: int | None, gone: str | None) -> None:
        options = [*(["--name", name] if name else []), *(["--weight", weight] if weight else [])]
        options += [] if days is None else ["--reply-target", str(days)]
        options += ["--no-alias", gone] if gone else []
        before = self.called(who)
        answer, _ = self.do("person", "edit", who, *options)
        if name and answer.code == 0 and len(before) == 1:
            assert self.person(next(iter(before)))["name"] == name
            assert self.called(name) == before

    @rule(one=people, other=people)
    def merge(self, one: str, other: str) -> None:
        gone, into = self.called(one), self.called(other)
        before = self.things
        answer, _ = self.do("person", "merge", one, other)
        if len(gone) == len(into) == 1:
            assert answer.code == (2 if gone == into else 0)
        if answer.code == 0 and len(gone) == len(into) == 1:
            names = [self.person_before(next(iter(ids)))["name"] for ids in (gone, into)]
            moved = {
                number: thing._replace(person=names[1] if thing.person == names[0] else thing.person)
                for number, thing in before.items()
            }
            assert self.things == moved
            assert self.called(one) == into

    @precondition(lambda self: len(self.contents.batches) > 6)
    @rule(who=people, is_sure=st.booleans())
    def forget(self, who: str, is_sure: bool) -> None:
        ids, before = self.called(who), self.things
        gone = {n for n, row in self.contents.tables.followups.items() if row["person_id"] in ids}
        uids = [row["uid"] for n, row in self.contents.tables.followups.items() if n in gone]
        answer, _ = self.do("person", "forget", who, *(["--yes"] if is_sure else []))
        if len(ids) == 1:
            assert answer.code == (0 if is_sure else 9)
        if len(ids) == 1 and is_sure:
            assert self.things == model.without(before, gone)
            assert not self.called(who)
            data = self.user.db.read_bytes()
            assert not [uid for uid in uids if uid.encode() in data], "something of them is left in the file"

    # Files and settings

    @rule(records=st.lists(st.fixed_dictionaries(
        {"person": people, "text": texts()},
        optional={
            "ball": st.sampled_from(("mine", "theirs")), "tags": st.lists(st.sampled_from(TAGS), max_size=2),
            "promised": st.sampled_from(("2026-12-01", "2026-12-24T15:00:00Z", "2026-02-30")),
            "uid": st.sampled_from(("u-1", "u-2", "u-3")), "status": st.sampled_from(("open", "done", "asleep")),
            "closed_at": st.just("2026-11-20T09:00:00Z"), "slips": st.integers(-1, 3),
        }), max_size=4), is_sure=st.booleans())  # fmt: skip
    def import_a_file(self, records: list[dict[str, Any]], is_sure: bool) -> None:
        data = json.dumps(records, ensure_ascii=False).encode("utf-8", "surrogatepass")
        before = self.things
        answer, _ = self.do("import", "-", *(["--yes"] if is_sure else []), stdin=data)
        if answer.code == 0 and is_sure:
            assert set(before) <= set(self.things)
            again, _ = self.do("import", "-", "--yes", "--json", stdin=data, changes=False)
            assert "Nothing new" in again.out

    @rule()
    def import_the_own_export(self) -> None:
        exported, _ = self.do("export", changes=False)
        if self.things:
            self.do("import", "-", "--yes", stdin=exported.out.encode(), changes=False)

    @rule(setting=st.sampled_from([
        ("limit", "3"), ("limit", "1000"), ("limit", "0"), ("limit", "ten"), ("workdays", "mon", "wed"),
        ("workdays", "noday"), ("weights.dark", "0"), ("weights.promise", "10"), ("weights.promise", "-1"),
        ("desk_minutes", "30"), ("reply_target_days", "0"), ("limt", "3"), ("zone", "Mars/Olympus"),
        ("languages.Ana Lopez", "en"), ("limit", "--default"), ("weights.dark", "--default"),
        ("workdays", "--default"),
    ]))  # fmt: skip
    def set_a_setting(self, setting: tuple[str, ...]) -> None:
        self.do("config", *setting)

    # Mistakes

    @rule(command=st.sampled_from(COMMANDS), words=st.lists(odd_words(), max_size=3), is_json=st.booleans())
    def anything_else(self, command: tuple[str, ...], words: list[str], is_json: bool) -> None:
        self.do(*command, *words, *(["--json"] if is_json else []))

    # What holds at any time

    @invariant()
    def the_lists_agree(self) -> None:
        if self.is_started:
            self.hold_lists_to_each_other()

    def teardown(self) -> None:
        """Move the queue, take everything back, bring everything back."""
        if not self.is_started:
            return
        try:
            if not self.has_failed:
                self.hold_queue_to_its_export()
                self.hold_to_undo_of_everything()
        finally:
            self.end()

    # What the rules say

    def number(self, place: int) -> int:
        """One of the ids that are there, or by chance one that isn't."""
        numbers = [*sorted(self.things), max(self.things, default=0) + 7]
        return numbers[place % len(numbers)]

    def meant(self, place: int, is_named: bool) -> tuple[int, str]:
        """A follow-up and how it is called: by its number, or by the person's name where that says enough."""
        number = self.number(place)
        thing = self.things.get(number)
        if is_named and thing and thing.is_open:
            others = [n for n, other in self.things.items() if other.is_open and other.person == thing.person]
            if others == [number] and len(self.called(thing.person)) == 1:
                return number, thing.person
        return number, str(number)

    def unfit(self, number: int) -> int:
        """The exit code for acting on what isn't there or is closed."""
        return 0 if number in self.things and self.things[number].is_open else 3

    def by(self, phrase: Phrase | None) -> list[str]:
        """The option for a promise."""
        return ["--by", phrase.words(self.clock)] if phrase else []

    def added(self, found: Things, thing: Thing) -> Things:
        """With one thing more, under the next id, with whoever the name means."""
        number = max(max(found, default=0), self.next_number - 1) + 1
        known = self.name_of(thing.person)
        if not self.called(thing.person):
            # Somebody whom the same call made already.
            key = state.key_of(thing.person)
            known = next((other.person for other in found.values() if state.key_of(other.person) == key), known)
        return found | {number: thing._replace(person=known)}

    def name_of(self, word: str) -> str:
        """The name of whoever is called so, or that of somebody new."""
        ids = self.called(word)
        return str(self.person(next(iter(ids)))["name"]) if ids else word

    @property
    def clock(self) -> model.Clock:
        """The user's clock."""
        return model.Clock(self.user.now, ZoneInfo(self.user.zone))

    def do_and_expect(
        self,
        argv: list[str],
        expected: Any,
        wrong: int = 0,
        text: str = "x",
        stdin: bytes | None = None,
    ) -> None:
        """Do something whose outcome is known: refused with this code, or what `expected` makes of what was.

        `text` is what was said with it: one that can't be stored is refused, an odd one is kept somehow.
        """
        if not wrong and self.is_unclear(argv):
            wrong = 3
        after = {} if wrong else expected(self.things)
        answer, _ = self.do(*argv, stdin=stdin)
        if not model.one_line(text) or not is_plain(text):
            if answer.code == 0:
                assert not wrong
                assert self.things.keys() == after.keys()
                assert {n: t._replace(text="", note=None) for n, t in self.things.items()} == {
                    n: t._replace(text="", note=None, snoozed_until=self.things[n].snoozed_until)
                    for n, t in after.items()
                }
            return
        assert answer.code == wrong, (argv, answer)
        if not wrong:
            self.hold_to_model(argv, after)
