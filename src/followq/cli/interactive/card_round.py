"""The guided round at the terminal: deals the cards, takes the keys, has commands carry them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from followq.cli.actions.change_followups import find_people_of
from followq.cli.actions.undo_redo import take_back_last
from followq.cli.app.dispatch import find_function
from followq.cli.clock import Stopwatch
from followq.cli.interactive.card_keys import ACTIONS, Action, CardPrompt, renegotiate
from followq.cli.interactive.focus_timer import work
from followq.cli.interactive.message_card import look_at_message
from followq.cli.interactive.talk import Key, Talk, make_sentence
from followq.cli.session import Session
from followq.errors import (
    BadInputError,
    BusyError,
    InterruptedByUserError,
    NotFoundError,
    UsageError,
)
from followq.hints import command, undo
from followq.model.core.followup import FollowUp, is_hidden
from followq.model.priority import clear_round as rounds
from followq.model.priority.clear_round import Round, Step
from followq.model.priority.ranked import Ranked
from followq.render.pages.card import CardHelpPage, CardPage, ClearedPage, PausePage, Progress
from followq.render.pages.item_rows import describe_item
from followq.render.pages.say import SayPage
from followq.store.records.reader import Reader
from followq.store.records.writer import find_next_to_undo

MENDABLE = (BadInputError, UsageError, NotFoundError, BusyError)
"""What a user can do something about at the card; anything else ends the round."""

SKIP = Key(" ", "skip", ("right", "j"))
BACK = Key("b", "back", ("left", "k"))
UNDO = Key("u", "undo")
HELP = Key("?", "help")
QUIT = Key("q", "quit", ("c-d",))
FINISH = Key("enter", "finish", ("q", "c-d"))
SAY = "y"
WAYS_OUT = tuple(Key(number, "", is_shown=False) for number in "12345")

Find = Callable[[], Sequence[Ranked]]


def clear_round(
    session: Session, find: Find, most: int | None, box_minutes: int | None, find_first: Find | None = None
) -> ClearedPage:
    """Go through what `find` gives, `most` cards at a time, and tell what it brought; `find_first` gives the first of
    that sooner, at least all that is due and `most` in all.

    Raises: InterruptedByUserError at Ctrl-C, when the page was shown already; DiskError, DamagedError.
    """
    owed = (find_first or find)()
    ids = [item.followup.id for item in owed]
    if most is not None:
        # Whatever is due has its card, however few are asked for.
        most = max(most, sum(item.part == "due" for item in owed))
    if not ids:
        return ClearedPage(
            outcomes={}, cleared=(), bring_back=(), clear_with=(), left=0, minutes=0, is_empty=True, names={}
        )
    play = Play(session, session.converse(), find, Round(tuple(ids[:most]), box_minutes=box_minutes), most)
    try:
        with play.talk.held():
            play.through()
    except InterruptedByUserError as err:
        session.talk = None
        session.show(play.result())
        raise InterruptedByUserError("stopped; what was done is saved", f"{command('clear')} goes on") from err
    session.talk = None
    return play.result()


class Play:
    """One round being played: the round itself, and what it needs to deal and to carry out."""

    def __init__(self, session: Session, talk: Talk, find: Find, round_: Round, most: int | None) -> None:
        self.talk = talk
        self.round = round_
        self._session = session
        self._find = find
        self._most = most
        self._beyond = 0
        self._watch = Stopwatch()
        self._actions = {action.key.key: action for action in ACTIONS}

    def through(self) -> None:
        """Deal card after card until the round is over or the user has enough."""
        while True:
            self._session.look_at_clock()
            is_time_up = rounds.is_time_up(self.round, self._watch.seconds / 60)
            if is_time_up or self.round.current is None:
                if not self._pause(is_time_up=is_time_up):
                    return
                continue
            card = self._card(self.round.current)
            if card is None:
                continue
            key = self.talk.key(partial(card.layout, self._session.calendar), self._keys(card))
            self._session.look_at_clock()
            if key == QUIT.key:
                return
            try:
                self._press(key, card)
            except MENDABLE as err:
                self._session.say(make_sentence(err))

    def _card(self, followup_id: int) -> CardPage | None:
        # None when somebody else took it away before it was shown: the next one comes then.
        session = self._session
        with session.reading() as queue, queue.at_once():
            followup = queue.followup(followup_id)
            listed, _ = session.shortlist(queue)
            ranked = next(iter(listed.scored(list(filter(self._is_to_do, [followup] if followup else [])))), None)
            left = listed.outlined(list(filter(self._is_to_do, queue.followups(self.round.left))))
            if followup is None or (ranked is None and followup_id in self.round.left):
                self._pass_over(queue, followup_id, followup)
                return None
            blockers = [other for other in queue.followups(sorted(followup.blocked_by)) if other.is_open]
            blockers.sort(key=lambda other: other.ball)
            names = find_people_of(queue, [followup, *blockers])
            with_them = [other for other in queue.open_with(followup.person_id) if other != followup]
        return CardPage(
            followup=followup,
            ranked=ranked,
            person=names[followup.person_id],
            progress=self._progress(sum(item.minutes for item in left)),
            owes_you=tuple(other for other in with_them if other.is_waiting),
            also_owed=tuple(filter(self._is_to_do, with_them)),
            blockers=tuple(blockers),
            names=names,
        )

    def _is_to_do(self, followup: FollowUp) -> bool:
        return followup.is_owed and not is_hidden(followup, self._session.calendar)

    def _pass_over(self, queue: Reader, followup_id: int, followup: FollowUp | None) -> None:
        what = (
            describe_item(followup, find_people_of(queue, [followup])[followup.person_id])
            if followup
            else str(followup_id)
        )
        self._session.say(f"{what}: somebody saw to it meanwhile.")
        self.round = rounds.skip_missing(self.round)

    def _progress(self, left_minutes: int = 0) -> Progress:
        total = len(self.round.ids)
        return Progress(
            place=min(self.round.place + 1, total),
            total=total,
            settled=total - len(self.round.left),
            spent_minutes=self._watch.minutes,
            left_minutes=left_minutes,
            box_minutes=self.round.box_minutes,
        )

    def _keys(self, card: CardPage) -> tuple[Key, ...]:
        moving = (SKIP, BACK, UNDO, HELP, QUIT)
        if card.ranked is None:
            return (*(a.key for a in self._actions.values() if a.command in ("note", "say", "show")), *moving)
        ways = WAYS_OUT if card.followup.is_avoided else ()
        return (*(action.key for action in self._actions.values()), *moving, *ways)

    def _press(self, key: str, card: CardPage) -> None:
        if key == SKIP.key:
            self.round = rounds.go_to_next(self.round)
        elif key == BACK.key:
            if not self.round.place:
                self._session.say("This is the first card.")
            self.round = rounds.go_back(self.round)
        elif key == UNDO.key:
            self._undo()
        elif key == HELP.key:
            self._help(card)
        elif key in "12":
            self._work(card, is_first_two=key == "2")
        elif key == SAY:
            self._say(card)
        else:
            action = {
                "3": self._actions["t"]._replace(given=renegotiate),
                "4": self._actions["h"],
                "5": self._actions["x"],
            }.get(key) or self._actions[key]
            self._carry_out(action, card)

    def _carry_out(self, action: Action, card: CardPage) -> None:
        # Asked is outside any transaction; the command refuses when the card is no longer true.
        try:
            given = action.given(CardPrompt(self._session, self.talk, card))
            self._call(action.command, given, card)
        except InterruptedByUserError:
            return  # thought better of it: the card comes back as it was

    def _say(self, card: CardPage) -> None:
        session = self._session
        try:
            given = look_at_message(session, self.talk, CardPrompt(session, self.talk, card))
            if given is not None:
                # Said and noted is told: the card had its turn.
                did = "toss" if given.get("toss") else "told"
                self._call("say", given, card, did if card.followup.is_open else "say")
        except InterruptedByUserError:
            return

    def _call(self, command: str, given: dict[str, Any], card: CardPage, outcome: str = "") -> None:
        session = self._session
        session.look_at_clock()
        session.seen, session.written = card.followup, None
        try:
            page = find_function(command)(session, **given)
        finally:
            session.seen = None
        self._tell(page)
        if session.written is not None:
            self.round = rounds.record_step(self.round, Step(card.followup.id, outcome or command, session.written))

    def _tell(self, page: Any) -> None:
        # Here u takes it back, at once; the command line's way needs no saying.
        if isinstance(page, SayPage):
            for text in () if page.is_bare else page.did:
                self._session.say(text.removesuffix(undo()))
        elif page is not None:
            self._session.show(page._replace(is_undoable=False) if hasattr(page, "is_undoable") else page)

    def _work(self, card: CardPage, *, is_first_two: bool) -> None:
        try:
            worked = work(self.talk, card, is_first_two=is_first_two)
        except InterruptedByUserError:
            return
        if worked.key == "d":
            spent = f"{worked.minutes}m" if worked.minutes else None
            self._call("done", {"ids": [str(card.followup.id)], "spent": spent}, card)
        elif worked.key == "n":
            self._carry_out(self._actions["n"], card)

    def _undo(self) -> None:
        if not self.round.steps:
            self._session.say(f"Nothing was done in this round yet. Earlier ones: {command('undo')}")
            return
        step = self.round.steps[-1]

        def own(queue: Reader) -> tuple[int, str] | None:
            found = find_next_to_undo(queue)
            if found is None or found[0] != step.batch:
                raise UsageError("the queue was changed elsewhere since", f"{command('log')}, then {command('undo')}")
            return found

        self._tell(take_back_last(self._session, "undo", own))
        self.round = rounds.forget_last_step(self.round)

    def _help(self, card: CardPage) -> None:
        rows = [(action.key.key, action.meaning) for action in self._actions.values()]
        self.talk.key(
            lambda: CardHelpPage(tuple(rows), card.followup.is_avoided).layout(self._session.calendar),
            (Key("enter", "back to the card", (" ", "escape", "q", "?", "b")),),
        )

    def _pause(self, *, is_time_up: bool) -> bool:
        # What comes when the cards or the time are used up; False ends the round.
        # A time box holds what fits: what else is owed is no part of it.
        owed = () if self.round.box_minutes else self._find()
        new = [item.followup.id for item in owed if item.followup.id not in self.round.ids]
        self._beyond = more = len(new)
        if not (is_time_up or more or self.round.left):
            return False
        page = PausePage(progress=self._progress(), is_time_up=is_time_up, skipped=len(self.round.left), more=more)
        keys = [FINISH]
        if is_time_up:
            keys.append(Key("g", "go on"))
        elif self.round.left:
            keys.append(Key("s", "the skipped ones again"))
        if more and not is_time_up:
            keys.append(Key("m", f"{min(more, self._most or more)} more"))
        key = self.talk.key(lambda: page.layout(self._session.calendar), (*keys, BACK, UNDO))
        if key == "g":
            self.round = rounds.drop_time_box(self.round)
        elif key == "s":
            self.round = rounds.return_to_skipped(self.round)
        elif key == "m":
            self.round = rounds.add_cards(self.round, new[: self._most])
        elif key == BACK.key:
            self.round = rounds.drop_time_box(rounds.go_back(self.round))
        elif key == UNDO.key:
            try:
                self._undo()
            except MENDABLE as err:
                self._session.say(make_sentence(err))
        return key != FINISH.key

    def result(self) -> ClearedPage:
        """What the round brought, as the queue stands now."""
        cleared = set(rounds.find_cleared(self.round))
        with self._session.reading() as queue:
            done = [f for followup_id in rounds.find_cleared(self.round) if (f := queue.followup(followup_id))]
            people = {followup.person_id for followup in done}
            open_ = [f for person_id in sorted(people) for f in queue.open_with(person_id)]
            names = find_people_of(queue, done)
        owing = {followup.person_id for followup in open_ if followup.is_owed}
        return ClearedPage(
            outcomes=rounds.count_outcomes(self.round),
            cleared=tuple(done),
            bring_back=tuple(f for f in open_ if f.is_waiting and f.id not in cleared),
            clear_with=tuple(sorted(people - owing)),
            left=len(self.round.left),
            minutes=self._watch.minutes,
            is_empty=False,
            names=names,
            beyond=self._beyond,
        )
