"""`count`: for a shell prompt or a status bar."""

from __future__ import annotations

from followq.cli.session import Session
from followq.errors import UsageError
from followq.render.pages.count_and_config import CountPage
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

FIELDS = ("owed", "late", "waiting", "nudges", "snoozed")


def count(session: Session, form: o.CountFormat = None) -> CountPage:
    """Say how much is open.

    Snoozed items don't count. --format takes a text with {owed}, {late}, {waiting}, {nudges} and
    {snoozed} in it; nudges are the people who are worth one, as today counts them.

    Examples:

    followq count

    followq count --format "{owed} owed, {nudges} to nudge"
    """
    parts = [] if form is None else _parts(form)
    with session.reading() as queue, queue.at_once():
        sides = queue.sides(session.calendar)
        has_nudges = session.as_json or ("nudges", True) in parts
        nudges = _count_nudges(session, queue) if has_nudges else 0
    page = CountPage(
        owed=sides.owed - sides.owed_hidden,
        late=sides.late,
        waiting=sides.waiting - sides.waiting_hidden,
        nudges=nudges,
        snoozed=sides.owed_hidden + sides.waiting_hidden,
    )
    if form is None:
        return page
    return page._replace(text="".join(str(getattr(page, part)) if is_field else part for part, is_field in parts))


def _count_nudges(session: Session, queue: Reader) -> int:
    # How today counts them: people, not items.
    from followq.cli.queries import summary

    return summary.asks(session, queue).nudges


def _parts(form: str) -> list[tuple[str, bool]]:
    # The text in pieces: as it stands, or (True) a field's name. {{ and }} stand for the braces themselves.
    parts: list[tuple[str, bool]] = []
    rest = form
    while rest:
        at = min((place for place in (rest.find("{"), rest.find("}")) if place >= 0), default=len(rest))
        if at:
            parts.append((rest[:at], False))
        elif rest[:2] in ("{{", "}}"):
            parts.append((rest[0], False))
            at = 2
        else:
            name, closed, _ = rest[1:].partition("}")
            if rest[0] == "}" or not closed or name not in FIELDS:
                said = f"{{{name}}}" if rest[0] == "{" and closed else f"a single {rest[0]}"
                raise UsageError(
                    f"count --format doesn't know {said}",
                    f"fields: {', '.join(f'{{{field}}}' for field in FIELDS)}; {{{{ is a brace",
                )
            parts.append((name, True))
            at = len(name) + 2
        rest = rest[at:]
    return parts
