"""Writes the parts of the documentation that the program knows better: `python3 make.py docs`.

Each part stands between `<!-- NAME -->` and `<!-- /NAME -->`. Without `--write` it only says whether the files
are up to date, and exits 1 when they are not.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path

from followq.cli.app.introspect import Command, describe_commands, make_table_source
from followq.cli.app.registry import PANELS
from followq.cli.interactive.card_keys import ACTIONS
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.settings import MEANINGS, Settings, find_key
from followq.store.file.connection import make_in_memory
from followq.store.file.schema import VIEWS

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import manual  # noqa: E402 - they stand beside this file
import moving_picture  # noqa: E402
import screens  # noqa: E402


def commands() -> str:
    """Every command with what it does, by the moments of the day."""
    parts = []
    for number, panel in enumerate(PANELS):
        parts.append(f"## {panel}\n")
        for name, command in describe_commands().items():
            if command.panel == number and command.examples:
                parts.append(f"### `followq {name}`\n\n{command.help}\n\n{_details(command)}\n")
    return "\n".join(parts).rstrip()


def _details(command: Command) -> str:
    text = command.details.replace("<", "\\<").replace("\n\\<", "  \n\\<").replace("\n> ", "  \n\\> ")
    text = re.sub(r"\n{2,}", "\n\n", text)
    return f"{text}\n\n```sh\n" + "\n".join(command.examples) + "\n```"


def settings() -> str:
    """Every setting with its default, meaning and range."""
    rows = ["| setting | default | meaning | takes |", "|---|---|---|---|"]
    for field, meaning in MEANINGS.items():
        value = getattr(Settings(), field)
        shown = (
            ""
            if value == {}
            else " ".join(value)
            if isinstance(value, tuple)
            else f"{value:g}"
            if isinstance(value, float)
            else value
        )
        default = f"`{shown}`" if shown != "" else "empty"
        rows.append(f"| `{find_key(field)}` | {default} | {meaning.meaning} | {meaning.allowed} |")
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
    rows += [f"| `{action.key.key}` | {action.key.word} | {action.meaning} |" for action in ACTIONS]
    return "\n".join(rows)


NOT_DRAWN = {"__init__", "__main__"}


def tree() -> str:
    """Every folder of the source, what its docstring says it is for, and the modules in it."""
    source = ROOT / "src" / "followq"
    lines = []
    for folder in [source, *sorted(path.parent for path in source.rglob("*/__init__.py"))]:
        depth = len(folder.relative_to(source).parts)
        about = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
        about = about.partition("\n")[0]
        names = sorted(path.stem for path in folder.glob("*.py") if path.stem not in NOT_DRAWN)
        indent = "  " * depth
        lines += ["", f"{indent}{folder.name}/"] if depth == 1 else [f"{indent}{folder.name}/"]
        lines[-1] += f"  {about}"
        said = "named as the commands" if folder.name == "commands" else "  ".join(names)
        lines += textwrap.wrap(said, 116, initial_indent=f"{indent}    ", subsequent_indent=f"{indent}    ")
    return "\n".join(["```text", *lines, "```"])


def views() -> str:
    """The columns of each view that others may build on, in order."""
    connection = make_in_memory()
    rows = ["| view | columns |", "|---|---|"]
    for name in VIEWS:
        columns = [f"`{row[1]}`" for row in connection.execute(f"PRAGMA table_info({name})")]
        rows.append(f"| `{name}` | {', '.join(columns)} |")
    connection.close()
    return "\n".join(rows)


def make_index() -> str:
    """`llms.txt`: every page with its title and what it begins with, for programs that read documentation.

    Source: the llms.txt proposal: a title, a summary as a quote, then lists of links.
    """
    lines = [
        "# followq",
        "",
        "> Keeps who is waiting on you and whom you are waiting on, and tells you each morning whom to get",
    ]
    lines += ["> back to first, and why. A command line program; one local file; nothing is sent.", "", "## Pages", ""]
    for path in sorted((ROOT / "docs").glob("*.md")):
        title, _, rest = path.read_text(encoding="utf-8").partition("\n")
        first = next(part for part in re.split(r"\n{2,}", rest.strip()) if not part.startswith(("#", "|", "<", "```")))
        begins = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(first.split()))
        sentence = re.split(r"(?<=[.:?]) ", begins)[0]
        lines.append(f"- [{title.removeprefix('# ')}]({path.name}): {sentence}")
    return "\n".join([*lines, ""])


PARTS = {
    "docs/file.md": {"views": views},
    "docs/design.md": {"tree": tree},
    "docs/commands.md": {"commands": commands},
    "docs/conversations.md": {"card": card},
    "docs/settings.md": {"settings": settings},
    "docs/json.md": {"keys": keys},
}


def whole_files() -> dict[str, str]:
    """Files that are made as a whole: the completion table, the man page, the pictures."""
    pictures = {f"docs/{name}": text for name, text in screens.make_pictures().items()}
    moments = moving_picture.frames()
    for is_dark in (False, True):
        name = f"docs/moments-{'dark' if is_dark else 'light'}.svg"
        pictures[name] = moving_picture.make_moving_picture(moments, is_dark=is_dark)
    return {
        "src/followq/cli/completion/table.py": make_table_source(),
        "docs/followq.1": manual.page(),
        "docs/llms.txt": make_index(),
        **pictures,
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
    for name, text in whole_files().items():
        path = ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if is_writing:
                path.write_text(text, encoding="utf-8")
    print(
        f"{'written' if is_writing else 'out of date'}: {', '.join(stale)}" if stale else "documentation is up to date"
    )
    return 1 if stale and not is_writing else 0


if __name__ == "__main__":
    sys.exit(main())
