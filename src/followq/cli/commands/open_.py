"""`open`: the way back to where a follow-up came from."""

from __future__ import annotations

from followq.cli.desktop import openers as desktop
from followq.cli.input.lookup import find_followup
from followq.cli.session import Session
from followq.errors import NotFoundError
from followq.hints import command
from followq.model.core.link import is_mail, read_link, to_address
from followq.render.pages.count_and_config import OpenedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def open_(session: Session, followup: o.Id, is_printed: o.IsPrinted = False) -> OpenedPage:
    """Open its link.

    The page, ticket or mail that it came from, in your browser or mail program. --link of add and edit sets it, and so
    does import. Only pages and mails are opened, whatever a file says. With --print the link is printed instead.

    Example:

    followq open 12
    """
    with session.reading() as queue:
        item = find_followup(queue, followup, session.calendar)
    if item.link is None:
        raise NotFoundError(f"{item.id} has no link", f"give it one: {command('edit', item.id, '--link', 'URL')}")
    if not is_printed:
        otherwise = "--print prints the link"
        desktop.open_link(to_address(read_link(item.link)), desktop.find_opener(otherwise), otherwise)
    return OpenedPage(item.id, item.link, is_mail=is_mail(item.link), is_opened=not is_printed)
