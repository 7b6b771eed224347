"""Messages from templates: found in the user's own folder or built in, filled in by a sandboxed Jinja.

A template is plain text; a first line `Subject: ...` gives a mail its subject. What goes into it is data:
braces in somebody's text are not read again.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from typing import Any

from followq.errors import BadInputError, DiskError, NotFoundError
from followq.files import explain, make_folder, write_whole
from followq.hints import command, quote
from followq.record import NamedTuple

BUILT_IN = os.path.join(os.path.dirname(__file__), "en")
ENDING = ".txt"
DATES = "dates"
"""The template whose macro `day` puts a moment into words; it is at hand in all others."""

ROOT_USER = 0
LARGEST = 64 * 1024
LONGEST_MESSAGE = 20_000
LONGEST_SUBJECT = 200
LONGEST_LANGUAGE = 20


class Words(NamedTuple):
    """A message: the subject for a mail, and the text, whose lines end in a line break each but the last."""

    subject: str
    text: str


def is_language(name: str) -> bool:
    """Whether it may name a language, and so a folder: `en`, `es`, `de-formal`."""
    is_short = 0 < len(name) <= LONGEST_LANGUAGE
    return is_short and name.isascii() and name[0].isalpha() and name.replace("-", "").replace("_", "").isalnum()


def find_languages(folder: str) -> list[str]:
    """The languages there are: English, and those with a folder among the user's templates."""
    try:
        own = sorted(name for name in os.listdir(folder) if is_language(name))
    except OSError:
        own = []
    return list(dict.fromkeys(("en", *(name for name in own if os.path.isdir(os.path.join(folder, name))))))


def fill_template(folder: str, language: str, kind: str, facts: dict[str, Any]) -> Words:
    """Fill in a language's template of a kind; `folder` is the one that holds the user's languages.

    Raises: NotFoundError when there is none; DiskError when it can't be trusted; BadInputError with file and
    line when it fails, makes nothing, or never ends.
    """
    from followq.messages.time_limits import is_possible, run_apart

    if not (is_possible() and os.path.isdir(os.path.join(folder, language))):
        return _fill(folder, language, kind, facts)  # what comes with followq is known to end
    own = os.path.join(folder, language, kind + ENDING)
    too_much = BadInputError(f"{own}: takes too long or too much memory", "look at its loops and widths")
    return Words(*run_apart(lambda: _fill(folder, language, kind, facts), too_much))


def _fill(folder: str, language: str, kind: str, facts: dict[str, Any]) -> Words:
    import jinja2

    from followq.messages.sandbox import Sandbox

    places: dict[str, str] = {}

    def load(name: str) -> tuple[str, str, None] | None:
        if not is_language(name.removesuffix(ENDING)):
            return None  # no way out of the folder
        place, text = _find(folder, language, name.removesuffix(ENDING))
        places[name] = place
        return text, place, None

    sandbox = Sandbox(loader=jinja2.FunctionLoader(load))
    name = kind + ENDING
    try:
        day = getattr(sandbox.get_template(DATES + ENDING).module, "day", None)
        template = sandbox.get_template(name, globals={"day": day})
        parts: list[str] = []
        for part in template.generate(facts):
            parts.append(part)
            if sum(map(len, parts)) > LONGEST_MESSAGE:
                raise BadInputError(f"{places[name]}: makes more than {LONGEST_MESSAGE} characters", "shorten it")
    except (jinja2.TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RecursionError) as err:
        raise _failure(err, list(places.values()), facts) from err
    made = _split_parts("".join(parts))
    if not made.text:
        raise BadInputError(f"{places[name]}: makes no text", "write the message there, or delete the file")
    return made


def _find(folder: str, language: str, kind: str) -> tuple[str, str]:
    # The user's own template, else the built-in one where the language is English.
    own = os.path.join(folder, language, kind + ENDING)
    text = _read_trusted(own, folder)
    if text is not None:
        return own, text
    path = os.path.join(BUILT_IN, kind + ENDING)
    if (language == "en" or kind == DATES) and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return path, file.read()
    hint = (
        "name one that is"
        if language == "en"
        else f"{command('say', '--customize', language)} puts the English ones there"
    )
    raise NotFoundError(f"{own}: is not there", hint)


def _read_trusted(path: str, folder: str) -> str | None:
    """A template's text, None where there is none; only what nobody but the user can have written."""
    try:
        # Not to wait for somebody to write into a pipe.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as err:
        why, hint = explain(err)
        raise DiskError(f"{path}: can't be read: {why}", hint) from err
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise DiskError(f"{path}: is not a file", "take it away")
        for place, state in ((path, found), *((place, os.stat(place)) for place in (os.path.dirname(path), folder))):
            _check_owner(place, state)
        data = os.read(handle, LARGEST + 1)
    finally:
        os.close(handle)
    if len(data) > LARGEST:
        raise BadInputError(f"{path}: is larger than {LARGEST // 1024} KB", "shorten it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise BadInputError(f"{path}: is not UTF-8", "save it as UTF-8") from err


def _check_owner(place: str, state: os.stat_result) -> None:
    if os.name == "nt":
        return
    if state.st_uid not in (os.geteuid(), ROOT_USER):
        raise DiskError(f"{place}: belongs to somebody else", "templates have to be your own")
    if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise DiskError(f"{place}: others may write to it", f"chmod go-w {quote(place)}")


def _failure(err: Exception, places: list[str], facts: dict[str, Any]) -> BadInputError:
    # Jinja gives its frames the template's file and line; the innermost of them is where it failed.
    place, line = places[-1] if places else "", getattr(err, "lineno", None)
    trace = err.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in places:
            place, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    if getattr(err, "filename", None) in places:
        place = err.filename  # type: ignore[attr-defined]
        line = getattr(err, "lineno", None) or line
    if isinstance(err, LookupError) and getattr(err, "templates", None):
        return BadInputError(f"{place}, line {line or 1}: there is no template {err}", "name one of the folder's own")
    what = getattr(err, "message", None) or str(err) or type(err).__name__
    hint = f"a template may name {', '.join(facts)}" if "undefined" in what else "mend it there"
    return BadInputError(f"{place}, line {line or 1}: {what}", hint)


def _split_parts(text: str) -> Words:
    lines = [_line(line) for line in text.splitlines()]
    subject = ""
    while lines and not lines[0]:
        lines.pop(0)
    if lines and lines[0].lower().startswith("subject:"):
        subject = lines.pop(0).partition(":")[2].strip()[:LONGEST_SUBJECT]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return Words(subject, "\n".join(kept).strip("\n"))


def _line(text: str) -> str:
    # What the template itself holds has to be as harmless as what was filled in.
    kept = (" " if ch == "\t" else ch for ch in text)
    return "".join(ch for ch in kept if ch in "\u200c\u200d" or unicodedata.category(ch) not in ("Cc", "Cf")).rstrip()


def copy_built_in(folder: str, language: str) -> tuple[list[str], list[str]]:
    """Put the English templates where the user can change them; returns those written and those there already.

    Raises: DiskError.
    """
    target = os.path.join(folder, language)
    written: list[str] = []
    kept: list[str] = []
    path = target
    try:
        make_folder(target)
        for place in (folder, target):
            _check_owner(place, os.stat(place))
        for name in sorted(name for name in os.listdir(BUILT_IN) if name.endswith(ENDING)):
            path = os.path.join(target, name)
            if os.path.lexists(path):
                kept.append(name)
                continue
            with open(os.path.join(BUILT_IN, name), encoding="utf-8") as file:
                text = file.read()
            write_whole(path, text)
            written.append(name)
    except OSError as err:
        why, hint = explain(err)
        raise DiskError(f"{path}: can't be written: {why}", hint) from err
    return written, kept
