"""Templates: whose they are, what they make, and what one that fails is told in one line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from followq.errors import BadInputError, DiskError, FollowqError, NotFoundError
from followq.messages import templates
from followq.model.people.message_kinds import KINDS, collect_facts
from tests.factories import calendar, followup, person

NOW = "2026-11-23T09:00:00Z"
not_on_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


def about(**fields: Any) -> dict[str, Any]:
    return collect_facts(
        followup(**{"text": "Send the quote", **fields}), person(name="Ana Lopez"), calendar(NOW), "Kim"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates" / "en").mkdir(parents=True, mode=0o700)
    (tmp_path / "templates").chmod(0o700)
    return tmp_path / "templates"


def write(folder: Path, text: str, name: str = "ack.txt", language: str = "en") -> Path:
    (folder / language).mkdir(mode=0o700, exist_ok=True)
    path = folder / language / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def said(folder: Path, kind: str = "ack", language: str = "en", **fields: Any) -> templates.Words:
    return templates.fill_template(str(folder), language, kind, about(**fields))


@pytest.mark.parametrize("fields", [{}, {"promised": "2026-11-27"}, {"promised": "2026-11-20"}, {"nudges": 2}], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_every_built_in_message_is_whole(tmp_path: Path, kind: str, fields: dict[str, Any]) -> None:
    subject, text = said(tmp_path, kind, **fields)
    assert text.startswith("Hi Ana,\n\n")
    assert text.endswith("\n\nKim")
    assert "“Send the quote”" in text
    assert subject
    assert "\n\n\n" not in text
    assert not any(mark in text + subject for mark in "{}%")


def test_nobody_is_thanked_after_weeks_without_an_answer(tmp_path: Path) -> None:
    assert "Thanks, I have this" in said(tmp_path, since="2026-11-16").text
    late = said(tmp_path, since="2026-11-13").text
    assert "I'm sorry you've had no answer so far." in late
    assert "Thanks" not in late


def test_days_are_said_in_words(tmp_path: Path) -> None:
    assert "by Friday 27 November." in said(tmp_path, promised="2026-11-27").text
    assert "by tomorrow at 15:00." in said(tmp_path, promised="2026-11-24T15:00:00Z").text
    assert "for Friday 20 November, and I'm late" in said(tmp_path, "late", promised="2026-11-20").text
    assert "I promised you this for yesterday, and" in said(tmp_path, "late", promised="2026-11-22").text
    assert "We had it down for yesterday." in said(tmp_path, "nudge", promised="2026-11-22").text
    assert "Monday 11 January 2027" in said(tmp_path, promised="2027-01-11").text


def test_the_users_own_template_comes_first(folder: Path) -> None:
    write(folder, "Subject: S {{ text }}\nHola {{ name }}, {{ day(since) }}\n")
    assert said(folder, since="2026-11-23") == templates.Words("S Send the quote", "Hola Ana Lopez, today")
    assert said(folder, "done").text.startswith("Hi Ana")


def test_a_language_of_the_users_own(folder: Path) -> None:
    write(folder, "Hola {{ first_name }}, el {{ day(promised) }}", language="es")
    write(folder, "{% macro day(when) %}{{ when.day }}.{{ when.month }}.{% endmacro %}", "dates.txt", "es")
    assert said(folder, language="es", promised="2026-11-27").text == "Hola Ana, el 27.11."
    with pytest.raises(NotFoundError, match=r"es.done\.txt: is not there"):
        said(folder, "done", language="es")


def test_braces_in_somebodys_text_are_not_read(tmp_path: Path) -> None:
    evil = "{{ signature }}{% for i in range(9) %}{{ ''.__class__ }}"
    assert f"“{evil}”" in said(tmp_path, text=evil).text


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("Hi\n{{ nobody }}\n", 2, "'nobody' is undefined"),
        ("Hi\n\n{% if %}\n", 3, "Expected an expression"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ 9 ** 9 ** 9 }}", 1, "not for templates"),
        ("{{ 'x' * 999999999 }}", 1, "small numbers"),
        ("{% for i in range(99999999) %}x{% endfor %}", 1, "Range too big"),
        ("{% include 'other.txt' %}", 1, "is not there"),
        ("{% include '../../etc/passwd' %}", 1, "there is no template"),
        ("{{ text.upper }}{{ text | nofilter }}", 1, "nofilter"),
        ("{{ since.day + name }}", 1, "unsupported operand"),
        ("{% for i in range(90000) %}words{% endfor %}", None, "more than 20000 characters"),
    ],
)
def test_a_template_that_fails_is_told_in_one_line(folder: Path, text: str, line: int | None, what: str) -> None:
    path = write(folder, text)
    with pytest.raises(FollowqError) as raised:
        said(folder)
    if "other.txt" not in text:
        assert isinstance(raised.value, BadInputError)
        assert raised.value.message.startswith(f"{path}, line {line}: " if line else f"{path}: ")
    assert what in raised.value.message
    assert "\n" not in raised.value.message


def test_the_date_words_that_fail_are_told_by_their_own_file(folder: Path) -> None:
    path = write(folder, "{% macro day(when) %}\n{{ when.nothing }}{% endmacro %}", "dates.txt")
    with pytest.raises(BadInputError) as raised:
        said(folder, promised="2026-11-27")
    assert raised.value.message.startswith(f"{path}, line 2: ")


def test_controls_in_a_template_are_left_out(folder: Path) -> None:
    write(folder, "Subject: a\x1b[31m\nHi\x07 \x1b]0;x\x07{{ name }}\u202e\tx\r\nBcc: eve@example.com\n")
    subject, text = said(folder)
    assert subject == "a[31m"
    assert text == "Hi ]0;xAna Lopez x\nBcc: eve@example.com"


@not_on_windows
@pytest.mark.parametrize("place", ["templates/en/ack.txt", "templates/en", "templates"])
def test_what_others_may_write_to_is_not_used(folder: Path, tmp_path: Path, place: str) -> None:
    write(folder, "Hi")
    path = tmp_path / place
    path.chmod(path.stat().st_mode | 0o020)
    with pytest.raises(DiskError, match="others may write to it"):
        said(folder)


@not_on_windows
def test_a_template_of_somebody_else_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "Hi")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.setattr(templates, "ROOT_USER", -1)
    with pytest.raises(DiskError, match="belongs to somebody else"):
        said(folder)


@not_on_windows
def test_a_pipe_or_a_folder_is_no_template(folder: Path) -> None:
    os.mkfifo(folder / "en" / "ack.txt", 0o600)
    with pytest.raises(DiskError, match="is not a file"):
        said(folder)
    (folder / "en" / "done.txt").mkdir()
    with pytest.raises(DiskError):
        said(folder, "done")


def test_a_template_that_is_too_large_or_not_utf_8_is_refused(folder: Path) -> None:
    write(folder, "x" * 70_000)
    with pytest.raises(BadInputError, match="larger than 64 KB"):
        said(folder)
    write(folder, "").write_bytes(b"Hi \xff")
    with pytest.raises(BadInputError, match="is not UTF-8"):
        said(folder)


def test_customizing_never_overwrites(folder: Path) -> None:
    write(folder, "Mine", language="es")
    written, kept = templates.copy_built_in(str(folder), "es")
    assert kept == ["ack.txt"]
    assert sorted(written) == sorted(f"{kind}.txt" for kind in [*KINDS, "dates", "next"] if kind != "ack")
    assert said(folder, language="es").text == "Mine"
    assert said(folder, "done", language="es").text.startswith("Hi Ana")
    assert templates.copy_built_in(str(folder), "es")[0] == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", "x" * 21, ".", "é", "1", "-x"])
def test_what_is_no_language_names_no_folder(name: str) -> None:
    assert not templates.is_language(name)


@not_on_windows
@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{% set c = 1 %}{% endfor %}{% endfor %}",
        "{{ 'x'|center(9999999999) }}",
        "{{ 'x'.ljust(9999999999)|length }}",
        "{{ '%9999999999d'|format(1)|length }}",
        "{{ '{:9999999999}'.format(1)|length }}",
        "{% set n = namespace(s='xxxxxxxxxxxxxxxx') %}{% for a in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        "{% macro again(n) %}{% for a in range(9) %}{{ again(n + 1) }}{% endfor %}{% endmacro %}{{ again(0) }}",
        "{{ range(99999)|map('string')|map('center', 99999)|list|length }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ '' }}{% endfor %}{% endfor %}Hi",
    ],
)
def test_a_template_that_would_never_end_is_ended(folder: Path, text: str) -> None:
    path = write(folder, text)
    with pytest.raises(BadInputError) as refused:
        said(folder)
    assert refused.value.message.startswith(str(path))
    assert said(folder, "done").text.startswith("Hi Ana"), "nothing is left of it"


def test_the_rest_of_a_width_is_refused_before_it_is_made(folder: Path) -> None:
    write(folder, "{{ '%999999999d' % 1 }}")
    with pytest.raises(BadInputError, match="small numbers"):
        said(folder)


@pytest.mark.parametrize("text", ["", "\n \n", "Subject: Only this\n", "{# to do #}"])
def test_a_template_that_makes_no_text_is_refused(folder: Path, text: str) -> None:
    path = write(folder, text)
    with pytest.raises(BadInputError) as refused:
        said(folder)
    assert refused.value.message == f"{path}: makes no text"


def test_a_full_disk_leaves_no_empty_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DiskError, match="the disk is full"):
        templates.copy_built_in(str(tmp_path / "templates"), "es")
    assert not list((tmp_path / "templates" / "es").iterdir())
    monkeypatch.undo()
    written, kept = templates.copy_built_in(str(tmp_path / "templates"), "es")
    assert len(written) > len(KINDS)
    assert not kept
