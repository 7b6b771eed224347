"""What users type: names, texts good and bad, commands, and what is no command at all."""

from __future__ import annotations

from hypothesis import strategies as st

from followq.dates.phrases import read_date
from followq.errors import BadInputError
from tests.factories import calendar
from tests.laws.model import Phrase

PEOPLE = ("Ana Lopez", "Tom Baker", "Mei Lin", "Ana Lopes", "Ängström, Åsa 2", "李雷", 'O\'Neil "Kit"', "TOM BAKER")
"""Some look alike, one is another in capitals."""
TAGS = ("quote", "Spring", "a','b")
PROJECTS = ("spring", "100%")
ZONES = ("UTC", "Pacific/Kiritimati", "America/New_York", "Europe/Berlin")

PLAIN = (
    "Send the quote", "Answer her question", 'say "hello"', "100%", "naïve café", "Straße", "<b>", "[red]x[/red]",
    "'; DROP TABLE people; --", "{}", "null", "42", "the parcel by the door", "契約", "a,b", "back\\slash", "😀 ok",
)  # fmt: skip
ODD = (
    "", " ", "\t", "\u200b", "a\0b", "x" * 10_001, "\x1b[2J", "\u202eevil", "two\nlines", "-x", "--json", "e\u0301te",
    "\x07", "\u2028", "zero\u200bwidth", "x" * 500, "--", "\udc80", "@Ana", "> more", "by fri",
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Text as people say it; one in five as nobody should."""
    plain = st.sampled_from(PLAIN)
    anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
    return st.one_of(plain, plain, plain, st.sampled_from(ODD), anything).filter(lambda text: text.strip() != "-")


def behind_ids(text: str | None) -> list[str]:
    """A text as it is written behind ids, so that it can't be taken for one: with a space in it."""
    if text is None:
        return []
    return [text if not text.strip() or any(ch.isspace() for ch in text) else f" {text}"]


def is_date(text: str | None) -> bool:
    """A text that a command with `--by` refuses, as a date or what looks like one."""
    if text is None or text.strip().lower().startswith("by "):
        return text is not None
    try:
        read_date(text, calendar())
    except BadInputError:
        return False
    return True


def is_plain(text: str) -> bool:
    """Text that is kept as it is."""
    return text in PLAIN or text == "x"


def lines() -> st.SearchStrategy[tuple[str, bool, str, Phrase | None]]:
    """Lines noted after a call: with whom, which way, what, by when."""
    days = st.builds(Phrase, st.integers(0, 20), st.none(), st.integers(0, 5))
    said = st.sampled_from([text for text in PLAIN if " by " not in text])
    return st.tuples(st.sampled_from(PEOPLE), st.booleans(), said, st.one_of(st.none(), days))


LOOKS: tuple[tuple[str, ...], ...] = (
    (), ("today",), ("waiting",), ("count",), ("today", "--all"), ("today", "--fits", "45m"), ("waiting", "--all"),
    ("today", "--person", "{person}"), ("show", "{id}"), ("why", "{id}"), ("say", "{id}"), ("say", "{id}", "late"),
    ("people",), ("people", "--sort", "drag"), ("people", "--sort", "time"), ("with", "{person}"),
    ("with", "{person}", "--share"), ("with", "{person}", "--as-them"), ("list",), ("list", "--status", "all"),
    ("list", "--overdue"), ("list", "--person", "{person}"), ("search", "quote"), ("search", '"a" AND (b'), ("log",),
    ("log", "--all"), ("log", "{id}"), ("stats",), ("report",), ("report", "{person}"), ("report", "--brief"),
    ("config",), ("export",), ("import", "--dry-run", "nowhere.json"),
    ("count", "--format", "{{owed}} {{late}} {{nudges}}"), ("person", "forget", "{person}", "--dry-run"),
)  # fmt: skip

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("add",), ("add", "Ana Lopez"), ("add", "-w"), ("add", "Ana Lopez", "x", "--by"), ("done",), ("told",), ("toss",),
    ("hand",), ("hand", "1"), ("snooze",), ("snooze", "1"), ("edit", "1", "--by"), ("edit", "1", "--effort"),
    ("edit", "1", "--since"), ("edit", "1", "--every"), ("edit", "1", "--via"), ("edit", "1", "--no-blocked-by"),
    ("edit", "1", "--no-tag"), ("note", "1"), ("drop",), ("reopen",), ("nudge",), ("say",), ("say", "1"),
    ("show",), ("why",), ("why", "1"), ("undo",), ("redo",), ("person",), ("person", "add"), ("person", "edit"),
    ("person", "edit", "Ana Lopez", "--email"), ("person", "edit", "Ana Lopez", "--name"), ("person", "merge"),
    ("person", "forget"), ("import",), ("config",), ("config", "limit"), ("config", "signature"), ("today", "--fits"),
    ("today", "--limit"), ("list", "--since"), ("list", "--until"), ("list", "--status"), ("log", "--limit"),
    ("clear",), ("count", "--format"), ("report", "--since"), ("with",), ("people", "--sort"), ("search",), ("stats",),
    ("add", "Ana Lopez", "x", "--every"), ("add", "Ana Lopez", "x", "--since"),
    ("add", "Tom Baker", "--since", "3d ago"),
    ("nonsense",), ("tody",),
)  # fmt: skip
WORDS = (
    "0", "-1", "999", "#1", "1", "1-", "3-1", "1-99999", "1,2", "1-2", "9" * 40, "٣", "", " ", "1e3", "1.5", "Ana",
    "ana lopez",
    "32 dec", "2026-02-30", "may", "10", "13/02", "next", "9999d", "1.2", "+99999999999999d", "fri", "tomorrow",
    "yesterday", "year 1", "2999-12-31", "3000-01-01", "0001-01-01", "fri 25:00", "\x1b[2J", "\udc80", "a\0b",
    "x" * 10_001,
    "15m", "-5m", "999999h", "0m", "all", "--yes", "--force", "--all", "--default", "--help", "-", "--", "[/x]", "'",
    "{owed", "{0}", "{owed!r}", "every day", "week", "0 weeks", "a@", "a@example.com", "call", "pigeon", "en",
    "../../x", "nowhere.json",
)  # fmt: skip


def odd_words() -> st.SearchStrategy[str]:
    """Words that may or may not fit where they stand."""
    return st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=6))
