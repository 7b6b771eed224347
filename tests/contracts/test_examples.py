"""Every call of followq that the documentation shows does what it says, on a queue with everything it names.

Each runs on a copy of its own; the date and the files that the examples name are there. What asks first ends with 9, as
there is no terminal here. What another program begins or goes on with isn't run: `tests/exchange` has those formats.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import webbrowser
from pathlib import Path

import pytest

from tests.conftest import Call

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FILES = {
    "todo.txt": "2026-11-20 Send Ana the quote +spring @Ana_Lopez\n",
    "todo/todo.txt": "2026-11-20 Send the quote +spring @Ana_Lopez analyst:Ana\n",
    "people.csv": "Name,text\nAna Lopez,Send the quote\n",
    "tasks.csv": "person,text,ball\nAna Lopez,Send the quote,mine\n",
    "deals.csv": "Kunde,Was,due\nAna Lopez,Send the quote,24.12.2026\n",
    "reviews.json": '[{"author": {"login": "ana-l"}, "createdAt": "2026-11-20T09:00:00Z", "title": "Mend the quote",'
    ' "url": "https://example.com/pull/1"}]',
    "contacts.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Lopez\r\nEMAIL:ana@example.com\r\nEND:VCARD\r\n",
    "tasks.ics": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:1@example.com\r\nSUMMARY:Send the quote\r\n"
    "ORGANIZER;CN=Ana Lopez:mailto:ana@example.com\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
    "Home [2203306141].csv": "TYPE,CONTENT,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG\n"
    "task,Send the quote,1,1,Sam Field (1),,2026-11-30,en\n",
    "Maildir/new/1": "From: Ana Lopez <ana@example.org>\nTo: sam@example.com\nSubject: Budget\n"
    "Date: Mon, 16 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n\nCould you send me the figures?\n",
    "Maildir/cur/.keep": "",
    "Maildir/tmp/.keep": "",
    "org/work.org": "* TODO Send the quote :@Ana:\n",
}
ASKS = 9
OTHER_ENDS = {
    "followq clear": (2,),  # a round needs a terminal
    "followq add  ": (2, 7),  # asks
    "followq demo --tour": (2,),
    "followq --install-completion": (0, 2),  # in no shell here
    "followq remind --install": (0, 3),  # where no user session of systemd is
    "followq mcp": None,  # serves until its input ends
    "followq scan imaps:": None,  # a server; tests/mail/sources has one
    "followq watch": None,  # waits
    "followq reopen": (2,),  # what is open already
    'followq person add "Ana Lopez"': (2,),  # who is here already
    "followq export --format vtodo --open --output tasks.ics": (7,),  # a file that is there already
}
"""How calls end that can't end well here; None for those that wouldn't end."""
PEOPLE = ("Ana Lopez", "Tom Baker", "Mei Lin", "Priya Nair", "A. Lopez", "Carl Weber")


def _examples() -> list[str]:
    lines = []
    for page in PAGES:
        for block in re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            lines += [line for line in block.splitlines() if line.startswith("followq")]
    return list(dict.fromkeys(lines))


def _ends(example: str) -> tuple[int, ...] | None:
    return next((codes for start, codes in OTHER_ENDS.items() if example.startswith(start)), (0, ASKS))


def _words(example: str) -> list[str]:
    lexer = shlex.shlex(example, posix=True, punctuation_chars="|<>;")
    lexer.whitespace_split = True
    return [*lexer][1:]


OPENER = "#!/bin/sh\nexit 0\n"
"""Stands in for the desktop's programs, which open mails and pages."""


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty follow-ups: 4, 6 and 14 are waited for, the others owed; a copy, and something to undo and redo."""
    from followq.cli.main import run

    path = tmp_path_factory.mktemp("examples") / "queue.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOLLOWQ_DB", str(path))
        patch.setenv("FOLLOWQ_CONFIG", str(path.with_name("none.toml")))
        patch.setenv("FOLLOWQ_NOW", "2026-11-20T09:00:00Z")
        for person in PEOPLE:
            run(["person", "add", person, "--email", f"{person.split()[-1].lower()}@example.com"])
        for number in range(1, 21):
            side = ["-w"] if number in (4, 6, 14) else ["--link", "https://example.com/ticket/1"]
            run(["add", *side, PEOPLE[number % 4], f"Send the quote {number}", "--since", "mon", "--project", "spring"])
        run(["edit", "5", "--by", "today"])
        for _ in range(3):
            run(["backup"])
        run(["say", "--customize", "es"])
        for name in ("xdg-open", "open"):
            path.with_name(name).write_text(OPENER)
            path.with_name(name).chmod(0o700)
        run(["done", "20"])
        run(["done", "19"])
        run(["undo"])
    return path


@pytest.mark.parametrize("example", [one for one in _examples() if "|" not in _words(one)])
def test_every_example_runs(
    example: str, queue: Path, db: Path, fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = _ends(example)
    if codes is None:
        pytest.skip("goes on until it is ended")
    shutil.copytree(queue.parent, tmp_path, dirs_exist_ok=True)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(webbrowser, "open", lambda _: True)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    if example.startswith("followq scan"):
        fq("scan", str(tmp_path / "Maildir"), "--me", "sam@example.com")
    words = [word.replace("~", str(tmp_path)) if word.startswith("~/") else word for word in _words(example)]
    result = fq(*words)
    assert result.code in codes, f"{example}\n{result.err}"
    assert db.exists()
