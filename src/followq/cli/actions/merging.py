"""Two people who are one: `person merge`, and addresses that a scan found to be one person's."""

from __future__ import annotations

from followq.model.core.change import invert_change, record_creation
from followq.model.core.filter import Filter
from followq.model.core.person import Person, merge_people
from followq.model.core.text_limits import require_storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.records.writer import Batch


def merge(batch: Batch, gone: Person, into: Person) -> tuple[Person, int]:
    """Make one person of two within a batch; returns them, and how many follow-ups moved.

    Raises: BadInputError where both notes together are too long.
    """
    after = merge_people(into, gone)
    require_storable(after.note or "", "the note of both together")
    moved = batch.select(Filter(status=None, person_id=gone.id))
    for followup in moved:
        batch.put(followup, followup._replace(person_id=after.id))
    batch.apply([invert_change(record_creation(gone))])
    batch.put(into, after)
    return after, len(moved)
