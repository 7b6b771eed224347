"""What lies behind the made-up queue of `followq demo`: some months of things asked for and cleared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from followq.cli.demo.step import DemoStep
from followq.record import NamedTuple

WORKING_DAYS = 82
"""How far it goes back: the usual period of `stats` and the one before it."""
PATIENCE = 3
"""Working days of silence after which the user asks again."""
SWAYED, SWAYED_OF = 3, 2
"""Working days by which they answer sooner or later, to do it on a day on which the user cleared something, and
of how many answers one does.
"""


class Series(NamedTuple):
    """Things of one kind that come again and again, all closed by now; in working days.

    The next begins `every` days after the last; `takes`, used in turn, is how long each took; with `promised`
    that many days were promised for each. `moves` says that they are told before a promise passes.
    """

    command: str
    who: str
    what: str
    every: int
    takes: tuple[int, ...]
    promised: int | None = None
    moves: bool = False
    minutes: int = 0
    project: str | None = None


SERIES = (
    Series("owe", "Ana Lopez", "Minutes of call {}", 5, (1, 0, 2, 1), 1, minutes=25, project="spring"),
    Series("owe", "Ana Lopez", "Cost of change {}", 8, (4, 3, 6, 2), 3, moves=True, minutes=40, project="spring"),
    Series("wait", "Ana Lopez", "Approval of artwork {}", 6, (1, 0, 2, 1), project="spring"),
    Series("owe", "Tom Baker", "Hours of week {}", 5, (0, 1, 0, 2), 2, minutes=10),
    Series("wait", "Tom Baker", "Booking of invoice {}", 4, (3, 1, 2, 2), 2),
    Series("owe", "Mei Lin", "Answer about delivery {}", 7, (3, 2, 5, 1), minutes=15, project="spring"),
    Series("wait", "Mei Lin", "Stock count {}", 6, (4, 6, 3), project="spring"),
    Series("owe", "Jonas Weber", "Print data of leaflet {}", 7, (6, 5, 8, 4), 5, moves=True, minutes=50),
    Series("wait", "Jonas Weber", "Proofs of leaflet {}", 6, (3, 1, 4, 2), 4),
    Series("owe", "Priya Nair", "Feedback on sketch {}", 5, (4, 2, 3, 2), 3, minutes=30, project="spring"),
    Series("wait", "Priya Nair", "Banner sketch {}", 5, (3, 1, 4, 2), 3, project="spring"),
    Series("owe", "Sam", "Read chapter {} of his talk", 12, (9, 5, 3), minutes=45),
)


def make_past() -> Iterator[DemoStep]:
    """All steps, series by series."""
    cleared: defaultdict[str, set[int]] = defaultdict(set)
    for place, series in enumerate(SERIES):
        begins = range(WORKING_DAYS - place % series.every, max(series.takes), -series.every)
        for number, began in enumerate(begins, 1):
            ended = began - series.takes[number % len(series.takes)]
            if series.command == "wait":
                if number % SWAYED_OF == 0:
                    ended = _soon_after(cleared[series.who], ended, began)
                yield from _make_waited(series, number, began, ended)
            else:
                cleared[series.who].add(ended)
                yield from _make_owed(series, number, began, ended)


def _soon_after(cleared: Iterable[int], ended: int, began: int) -> int:
    # Some answer on the day on which they got what they waited for.
    near = (day for day in cleared if 1 <= day < began and abs(day - ended) <= SWAYED)
    return min(near, key=lambda day: (abs(day - ended), day), default=ended)


def _make_owed(series: Series, number: int, began: int, ended: int) -> Iterator[DemoStep]:
    begun = _make_begun(series, number, began)
    yield begun
    if series.moves and series.promised is not None and began - ended > series.promised:
        fields = {"by": -ended, "remark": "It takes longer than I thought"}
        yield DemoStep(began - series.promised, "told", series.who, begun.what, fields)
    yield DemoStep(ended, "done", series.who, begun.what, {"spent_minutes": series.minutes})


def _make_waited(series: Series, number: int, began: int, ended: int) -> Iterator[DemoStep]:
    begun = _make_begun(series, number, began)
    yield begun
    for asked in range(began - PATIENCE, ended, -PATIENCE):
        yield DemoStep(asked, "nudge", series.who, begun.what)
    yield DemoStep(ended, "came", series.who, begun.what)


def _make_begun(series: Series, number: int, began: int) -> DemoStep:
    promised = None if series.promised is None else series.promised - began
    fields = {"promised": promised, "project": series.project}
    return DemoStep(began, series.command, series.who, series.what.format(number), fields)
