"""`config`: settings with origin and meaning."""

from __future__ import annotations

from followq import paths
from followq.cli.clock import read_calendar
from followq.cli.session import Session
from followq.errors import FollowqError, UsageError
from followq.hints import command
from followq.model.core.phrasing import shorten
from followq.render.pages.changed import ChangedPage
from followq.render.pages.count_and_config import ConfigPage, SettingRow
from followq.settings import MEANINGS, Settings, find_field, find_key, load, parse, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def config(
    session: Session, key: o.Key = None, value: o.Value = None, is_default: o.IsDefault = False
) -> ConfigPage | ChangedPage:
    """Show or change settings.

    Without KEY it shows all settings, with value, origin and meaning. A value is written to the settings
    file, whose comments stay; --default removes it from there.

    Examples:

    followq config workdays mon tue wed thu

    followq config holidays ES
    """
    if is_default and (key is None or value):
        raise UsageError("--default goes with one KEY and no value", command("config", "limit", "--default"))
    if session.loaded.problems and not (value or is_default):
        load(session.loaded.path)
    if key is None:
        return _page(session, list(MEANINGS))
    if is_default:
        return _take_out(session, key)
    field = find_field(key)
    if value and key == "languages":
        raise UsageError("languages is set person by person", command("config", "languages.Ana Lopez", "es"))
    if not value:
        return _page(session, [field])
    new = parse(field, " ".join(value))
    if field == "holidays" and new:
        # Whether anybody knows that country's holidays is better found out before it is set.
        read_calendar(session.settings._replace(holidays=new))
    if field in ("language", "languages"):
        new = _find_known_language(session, new)
    if field == "languages":
        _warn_of_nobody(session, key.partition(".")[2])
    _write(session, key, new)
    shown = " ".join(new) if isinstance(new, tuple) else new
    shown = f"{shown:g}" if isinstance(shown, float) else shown
    message = f"{key} is {shown if shown != '' else 'empty'} now, in {session.loaded.path}."
    return ChangedPage("config", (message,), is_undoable=False)


def _find_known_language(session: Session, language: str) -> str:
    # As its folder is spelt: EN is en. One without templates would only be missed when something is to be said.
    from followq.messages.templates import find_languages

    known = find_languages(paths.templates_path())
    plain = language.lower().replace("_", "-")
    found = language if language in known else next((name for name in known if name.lower() == plain), plain)
    if found not in known:
        session.warn(f"there are no templates for {found} yet: {command('say', '--customize', found)} makes them")
    return found


def _warn_of_nobody(session: Session, name: str) -> None:
    from contextlib import suppress

    with suppress(FollowqError), session.reading() as queue:
        if not queue.people_called(name):
            session.warn(f"no person named '{shorten(name)}' yet")


def _take_out(session: Session, key: str) -> ChangedPage:
    _write(session, key, None)
    return ChangedPage("config", (f"{key} is taken out of {session.loaded.path}.",), is_undoable=False)


def _write(session: Session, key: str, value: object) -> None:
    write(session.loaded.path, key, value)
    session.loaded = load(session.loaded.path, is_lenient=True)
    for problem in session.loaded.problems:
        session.warn(f"still wrong: {problem}")


def _page(session: Session, fields: list[str]) -> ConfigPage:
    return ConfigPage(tuple(_row(session, field) for field in fields), session.loaded.path)


def _row(session: Session, field: str) -> SettingRow:
    origin = "file" if field in session.loaded.set_in_file else "default"
    value = getattr(session.settings, field)
    assert field in Settings._fields
    return SettingRow(
        key=find_key(field),
        value=value,
        origin=origin,
        meaning=MEANINGS[field].meaning,
        allowed=MEANINGS[field].allowed,
    )
