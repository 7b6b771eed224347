"""What blocks what, without circles: nobody could clear one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def drop_circles(
    wanted: Iterable[tuple[int, int]], present: Mapping[int, tuple[int, ...]] | None = None
) -> dict[int, tuple[int, ...]]:
    """Blockers by the id that they block, from pairs of both; a pair that closes a circle is left out.

    `present` are links that stay as they are.
    """
    links: dict[int, tuple[int, ...]] = dict(present or {})
    found: dict[int, tuple[int, ...]] = {}

    def leads_to(start: int, goal: int) -> bool:
        ahead, seen = [start], set()
        while ahead:
            here = ahead.pop()
            if here == goal:
                return True
            if here not in seen:
                seen.add(here)
                ahead += links.get(here, ())
        return False

    for blocked, blocker in wanted:
        if not leads_to(blocker, blocked):
            links[blocked] = tuple(dict.fromkeys((*links.get(blocked, ()), blocker)))
            found[blocked] = tuple(dict.fromkeys((*found.get(blocked, ()), blocker)))
    return found
