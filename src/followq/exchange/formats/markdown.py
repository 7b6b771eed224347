"""The queue as a Markdown checklist, for notes and wikis. Written, not read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from followq.exchange.source import WritingOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.exchange.registry import SourceFile
    from followq.model.core.calendar import Calendar
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>&~:.@-])")


def fits(file: SourceFile) -> bool:
    """Never: a checklist doesn't say who waits on whom."""
    return False


def write(people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    """What is owed and what is waited for, each by person; then what is closed."""
    parts = []
    for title, chosen in (
        ("I owe", [one for one in followups if one.is_owed]),
        ("I wait for", [one for one in followups if one.is_waiting]),
        ("Closed", [one for one in followups if not one.is_open]),
    ):
        if chosen:
            lines = [_line(one, people[one.person_id], options.calendar) for one in chosen]
            parts.append(f"## {title}\n\n" + "".join(lines))
    return "\n".join(parts)


def _line(followup: FollowUp, person: Person, calendar: Calendar) -> str:
    box = " " if followup.is_open else "x"
    said = [f"since {calendar.day_of(followup.since).isoformat()}"]
    if followup.promised:
        said.append(f"by {calendar.day_of(followup.promised).isoformat()}")
    if followup.project:
        said.append(_harmless(followup.project))
    if not followup.is_open:
        said = [f"{followup.status} {calendar.day_of(followup.closed_at or followup.since).isoformat()}"]
    return f"- [{box}] **{_harmless(person.name)}**: {_harmless(followup.text)} ({', '.join(said)})\n"


def _harmless(text: str) -> str:
    # No link, picture, tag or heading comes of somebody else's words; a control character is no text.
    line = " ".join("".join(ch if ch >= " " and ch != "\x7f" else " " for ch in text).split())
    return _SPECIAL.sub(r"\\\1", line)
