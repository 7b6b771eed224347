"""Every example of docs/mail.md that needs no server, run as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.mailboxes import ME, Mailbox
from tests.conftest import Call

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "mail.md").read_text(encoding="utf-8")
EXAMPLES = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a Maildir, remembered from a first scan."""
    folder = tmp_path / "Maildir"
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    box = Mailbox(tmp_path / "box")
    box.add_question()
    _, _, message = box.path.read_bytes().partition(b"\n")
    (folder / "new" / "1.host").write_bytes(message)
    return tmp_path


@pytest.mark.parametrize("example", [line for line in EXAMPLES if "imaps://" not in line])
def test_an_example_works(fq: Call, home: Path, example: str) -> None:
    assert fq("scan", str(home / "Maildir"), "--me", ME).code == 0
    program, *words = shlex.split(example.replace("~", str(home)))
    assert program == "followq"
    result = fq(*words)
    assert (result.code, result.err) == (0, "")


def test_the_page_has_the_words_of_each_option() -> None:
    for word in ("--me", "--accept", "--min", "--apply", "--dry-run", "--verbose", "--decided", "--take-back", "--all"):
        assert word in PAGE
