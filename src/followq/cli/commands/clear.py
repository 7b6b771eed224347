"""`clear`: the guided round through what is owed, card by card."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from followq.cli.input import parse_options
from followq.cli.input.filters import read_filter
from followq.cli.queries.ranked import list_owed
from followq.cli.queries.waiting import look_at_waiting
from followq.cli.session import Session
from followq.errors import UsageError
from followq.hints import command
from followq.model.priority.ranked import Ranked
from followq.model.priority.time_box import choose_fitting
from followq.render.pages.card import ClearedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def clear(
    session: Session,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
    fits: o.Fits = None,
    project: o.ProjectFilter = None,
    tags: o.TagFilter = None,
    person: o.PersonFilter = None,
    is_waiting: o.OnlyWaitedFor = False,
) -> ClearedPage:
    """Work it off.

    Card by card through today, one key each: done, told, toss, snooze, hand, drop, edit, note, say, skip,
    back, undo. What was put off three times shows five ways out. Every key is logged as its own command, so
    Ctrl-C or a closed terminal loses nothing. --waiting goes through what you owe the people you
    wait for: clear that before you ask them again.

    Example:

    followq clear --fits 45m
    """
    if not session.is_interactive or not sys.stdout.isatty():
        raise UsageError(
            "clear asks card by card, which takes a terminal", f"{command('today')}, then: {command('done', 'ID')}"
        )
    minutes = parse_options.parse_minutes(fits)
    with session.reading() as queue:
        wanted = read_filter(queue, person, project, tags)
    from followq.cli.interactive.card_round import clear_round

    def owed() -> Sequence[Ranked]:
        if is_waiting:
            first = list(look_at_waiting(session, None, True, project, tags, person).owed_first)
        else:
            first = list_owed(session, wanted)
        return first if minutes is None else choose_fitting(first, minutes)

    most = None if is_all or minutes else limit or session.settings.limit

    def first() -> Sequence[Ranked]:
        return list_owed(session, wanted, most)

    return clear_round(session, owed, most, minutes, None if is_waiting or minutes else first)
