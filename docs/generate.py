"""Writes the parts of the documentation that the program knows better: `python3 make.py docs`.

Each part stands between `<!-- NAME -->` and `<!-- /NAME -->`. Without `--write` it only says whether the files
are up to date, and exits 1 when they are not.
"""

from __future__ import annotations

import inspect
import io
import os
import re
import sys
import tempfile
from pathlib import Path

from followq.cli.card_keys import known_actions
from followq.cli.commands.demo import demo
from followq.cli.commands.today import today
from followq.cli.perform import function_of
from followq.cli.session import Session
from followq.cli.tree import COMMANDS, PANELS, SUBCOMMANDS
from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.render import terminal
from followq.settings import MEANINGS, Settings, key_of

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-23T08:30:00Z"


def screen() -> str:
    """`followq today` on the demo queue, as it looks at 80 columns."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FOLLOWQ_NOW": NOW, "TZ": "UTC", "COLUMNS": "80", "FOLLOWQ_CONFIG": f"{folder}/none.toml"}
        demo(Session(f"{folder}/unused.db"), folder)
        session = Session(f"{folder}/queue.db")
        out = io.StringIO()
        terminal.show(today(session).layout(session.calendar), out)
        session.queue.close()
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "```text\n$ followq today\n" + "\n".join(lines) + "\n```"


def commands() -> str:
    """Every command with what it does, by the moments of the day."""
    parts = []
    for number, panel in enumerate(PANELS):
        parts.append(f"## {panel}\n")
        for name, (place, text) in COMMANDS.items():
            if place == number:
                subs = SUBCOMMANDS.get(name)
                for full, said in [(f"{name} {sub}", said) for sub, said in subs.items()] if subs else [(name, text)]:
                    parts.append(f"### `followq {full}`\n\n{said}\n\n{_details(full)}\n")
    return "\n".join(parts).rstrip()


def _details(name: str) -> str:
    lines = inspect.cleandoc(function_of(name).__doc__ or "").splitlines()[2:]
    examples = [line for line in lines if line.startswith("followq ") and not line.endswith(".")]
    prose = [line for line in lines if line not in examples and line not in ("Example:", "Examples:")]
    text = re.sub(r"\n{2,}", "\n\n", "\n".join(prose)).strip().replace("<", "\\<").replace("\n\\<", "  \n\\<")
    text = text.replace("\n> ", "  \n\\> ")
    return f"{text}\n\n```sh\n" + "\n".join(examples) + "\n```"


def settings() -> str:
    """Every setting with its default, meaning and range."""
    rows = ["| setting | default | meaning | takes |", "|---|---|---|---|"]
    for field, meaning in MEANINGS.items():
        value = getattr(Settings(), field)
        shown = " ".join(value) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else value
        default = f"`{shown}`" if shown != "" else "empty"
        rows.append(f"| `{key_of(field)}` | {default} | {meaning.meaning} | {meaning.allowed} |")
    return "\n".join(rows)


def keys() -> str:
    """The keys of people and follow-ups in JSON, in order."""
    follow = ["id", "uid", "person", *FollowUp._fields[2:]]
    return (
        f"A follow-up: {', '.join(f'`{key}`' for key in follow)}.\n\n"
        f"A person: {', '.join(f'`{key}`' for key in Person._fields)}."
    )


def card() -> str:
    """What each key of a card does."""
    rows = ["| key | | what it does |", "|---|---|---|"]
    rows += [f"| `{action.key.key}` | {action.key.word} | {action.meaning} |" for action in known_actions()]
    return "\n".join(rows)


PARTS = {
    "README.md": {"screen": screen},
    "docs/commands.md": {"commands": commands},
    "docs/conversations.md": {"card": card},
    "docs/settings.md": {"settings": settings},
    "docs/json.md": {"keys": keys},
}


def main() -> int:
    """Compare or write; returns the exit code."""
    is_writing = "--write" in sys.argv
    stale = []
    for name, parts in PARTS.items():
        path = ROOT / name
        before = after = path.read_text(encoding="utf-8")
        for part, make in parts.items():
            pattern = re.compile(rf"(<!-- {part} -->\n).*?(\n?<!-- /{part} -->)", re.DOTALL)
            if not pattern.search(after):
                raise SystemExit(f"{name} has no place for {part}")
            text = make()
            after = pattern.sub(lambda found, text=text: f"{found[1]}{text}\n<!-- /{part} -->", after)  # type: ignore[misc]  # noqa: B023
        if after != before:
            stale.append(name)
            if is_writing:
                path.write_text(after, encoding="utf-8")
    print(
        f"{'written' if is_writing else 'out of date'}: {', '.join(stale)}" if stale else "documentation is up to date"
    )
    return 1 if stale and not is_writing else 0


if __name__ == "__main__":
    sys.exit(main())
