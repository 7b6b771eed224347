"""What the shell offers behind a Tab: ids with their text, people, projects, tags, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

MOST = 200

Offer = list[tuple[str, str]]


def _offered(find: Callable[[], Iterable[tuple[str, str]]], incomplete: str) -> Offer:
    # A completion must never disturb the line that is being typed: whatever goes wrong, nothing is offered.
    from followq.errors import FollowqError
    from followq.render.safe import safe

    try:
        found = find()
    except FollowqError:
        return []
    start = incomplete.lower()
    return [(safe(word), safe(text, 60)) for word, text in found if word.lower().startswith(start)][:MOST]


def ids(incomplete: str) -> Offer:
    """Ids of open follow-ups, with person and text."""

    def find() -> list[tuple[str, str]]:
        from followq.cli.session import Session

        with Session().reading() as queue:
            people = queue.people_of_open()
            return [(str(f.id), f"{people[f.person_id].name}: {f.text}") for f in queue.open_followups()]

    return _offered(find, incomplete)


def people(incomplete: str) -> Offer:
    """People's names."""

    def find() -> list[tuple[str, str]]:
        from followq.cli.session import Session

        with Session().reading() as queue:
            return [(person.name, person.organisation or "") for person in queue.people().values()]

    return _offered(find, incomplete)


def projects(incomplete: str) -> Offer:
    """Projects of open follow-ups."""

    def find() -> list[tuple[str, str]]:
        from followq.cli.session import Session

        with Session().reading() as queue:
            return [(project, "") for project in queue.projects()]

    return _offered(find, incomplete)


def tags(incomplete: str) -> Offer:
    """Tags of open follow-ups."""

    def find() -> list[tuple[str, str]]:
        from followq.cli.session import Session

        with Session().reading() as queue:
            return [(tag, "") for tag in sorted({tag for f in queue.open_followups() for tag in f.tags})]

    return _offered(find, incomplete)


def settings(incomplete: str) -> Offer:
    """Settings with their meaning."""
    from followq.settings import MEANINGS, key_of

    return _offered(lambda: [(key_of(field), said.meaning) for field, said in MEANINGS.items()], incomplete)
