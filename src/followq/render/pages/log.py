"""`log`: what was done, in order."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, When
from followq.model.core.change import Entry
from followq.model.core.followup import FollowUp
from followq.model.core.history import describe_change, describe_earlier
from followq.model.core.person import Person
from followq.model.people.message_kinds import quote_remark
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table


class LogPage(NamedTuple):
    """Log entries, oldest first; `texts` holds the follow-ups they speak of as far as they are still there."""

    log: tuple[Entry, ...]
    names: Mapping[int, Person]
    subjects: Mapping[int, FollowUp]
    since: When | None = None
    until: When | None = None
    kind: str = "log"

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each change."""
        period = phrasing.period(self.since, self.until, calendar)
        if not self.log:
            return [line(f"Nothing was done yet that fits{period and f' {period}'}. {command('add')} is the first.")]
        rows = []
        for entry in self.log:
            change = entry.change
            remark = f"{quote_remark(change.remark)} " if change.remark else ""
            did = remark + describe_change(change, calendar, self.names)
            said = "; ".join(part for part in (describe_earlier(entry, calendar), did) if part)
            below = (Span(said, "quiet"),) if said else ()
            when = f"{phrasing.day(entry.at, calendar)}"
            rows.append(Row((Span(when, "quiet"), Span(entry.command), Span(self._subject(entry))), below))
        shown: list[Block] = [table(("when", "command", "what"), rows)]
        return [*shown, Line(), line(Span(f"{period[0].upper()}{period[1:]}", "quiet"))] if period else shown

    def _subject(self, entry: Entry) -> str:
        change = entry.change
        if change.subject == "person":
            person = self.names.get(change.id)
            return person.name if person else f"person {change.id}"
        followup = self.subjects.get(change.id)
        # The text as it became then, or was when it went, rather than what it is by now.
        texts = [text for text in reversed(change.fields.get("text", ())) if text]
        owners = [owner for owner in reversed(change.fields.get("person_id", ())) if owner]
        text = texts[0] if texts else followup.text if followup else ""
        person = self.names.get(owners[0] if owners else followup.person_id if followup else 0)
        return f"{change.id} {person.name if person else '?'}: {phrasing.shorten(text)}"
