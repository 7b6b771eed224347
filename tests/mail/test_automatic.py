"""Whom nobody has to answer, and why."""

from __future__ import annotations

from datetime import date

import pytest

from followq.mail.automatic import Automatic, find_automatic, find_turn
from followq.mail.away_days import find_return_day
from followq.mail.message import MailAddress
from tests.mail.letters import ANA, BOB, ME, MEI, TOM, write

LIST = MailAddress("", "talk@lists.example.org")


def why(sender: MailAddress = TOM, *, to: MailAddress = ANA, cc: tuple[MailAddress, ...] = (), **more: object) -> str:
    return find_automatic(write("a", sender, to, "Hello", cc=cc, **more), ME).reason  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expected", "address", "headers"),
    [
        ("", "tom@example.org", {}),
        ("", "tom@example.org", {"auto-submitted": "no"}),
        ("sent by a program", "tom@example.org", {"auto-submitted": "auto-generated"}),
        ("automatic answer", "tom@example.org", {"auto-submitted": "auto-replied"}),
        ("sent by a program", "tom@example.org", {"precedence": "junk"}),
        ("sent by a program", "no-reply@example.org", {}),
        ("sent by a program", "bugzilla-daemon@example.org", {}),
        ("sent by a program", "build-bot@example.org", {}),
        ("", "talbot@example.org", {}),
        ("", "newsom@example.org", {}),
        ("newsletter", "shop@example.org", {"list-unsubscribe": "<mailto:off@example.org>"}),
        ("newsletter", "shop@example.org", {"list-unsubscribe": "x", "feedback-id": "1:2:3", "list-post": "x"}),
        ("bounce", "tom@example.org", {"x-failed-recipients": "gone@example.com"}),
        ("spam", "tom@example.org", {"x-spam-flag": "YES"}),
    ],
)
def test_headers_tell_robots_from_people(expected: str, address: str, headers: dict[str, str]) -> None:
    assert why(MailAddress("", address), headers=headers) == expected


def test_a_list_counts_only_where_it_speaks_to_me() -> None:
    posted = {"list-id": "<talk.example.org>", "list-post": "<mailto:talk@lists.example.org>"}
    assert why(to=LIST, headers=posted) == "list"
    assert why(to=LIST, cc=(ANA,), headers=posted) == ""
    assert why(to=ANA, cc=(LIST,), headers=posted) == ""


def test_a_bounce_is_a_report_of_a_daemon() -> None:
    daemon = MailAddress("", "mailer-daemon@example.org")
    assert why(daemon, content_type="multipart/report") == "bounce"
    assert why(daemon, subject="Undeliverable: The quote") == "bounce"
    assert why(TOM, subject="Undeliverable: The quote") == ""


@pytest.mark.parametrize(
    "subject", ["Accepted: Review", "Declined: Review", "Invitation: Review @ Fri", "Zugesagt: Review"]
)
def test_calendar_robots_are_left_out(subject: str) -> None:
    assert why(subject=subject) == "calendar"


def test_an_out_of_office_answer_tells_when_they_are_back() -> None:
    mail = write(
        "a", TOM, ANA, "I am out of the office and will be back on 9 November.",
        subject="Automatic reply: The quote", headers={"auto-submitted": "auto-replied"},
    )  # fmt: skip
    assert find_automatic(mail, ME) == Automatic("out of office", "2026-11-09")


def test_people_may_write_about_being_away() -> None:
    mail = write("a", TOM, ANA, "I will be back on 9 November. Can you send the quote by then?")
    assert find_automatic(mail, ME) == Automatic("")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am out of office until Monday, 7 December.", "2026-12-07"),
        ("away through December 4th", "2026-12-05"),
        ("Ich bin ab dem 7.12. wieder im Büro", "2026-12-07"),
        ("Ich bin bis einschließlich 4. Dezember nicht im Haus", "2026-12-05"),
        ("De retour le lundi 7 décembre", "2026-12-07"),
        ("fuera de la oficina hasta el 5 de diciembre", "2026-12-05"),
        ("Ik ben terug op 8 december", "2026-12-08"),
        ("back in the office on January 4, 2027", "2027-01-04"),
        ("I am back on Monday", "2026-11-30"),
        ("back on 25/12", "2026-12-25"),
        ("back on 3/4", ""),
        ("back on Monday, 8 December", ""),
        ("back on 31 November", ""),
        ("back on 2 December or on holiday, back on 9 December", ""),
        ("away until further notice", ""),
        ("back " * 5000, ""),
    ],
)
def test_only_certain_days_of_return_are_taken(text: str, day: str) -> None:
    assert find_return_day(text, date(2026, 11, 27)) == day


def test_a_review_says_whose_turn_it_is() -> None:
    mine = write("a", BOB, ANA, footer="Gerrit-Project: quotes\nGerrit-Attention: Ana Lopez <ana@example.org>")
    theirs = write("b", BOB, ANA, footer="Gerrit-Attention: Mei Lin <mei@example.com>")
    nobodys = write("c", BOB, ANA, footer="Gerrit-Project: quotes\nGerrit-MessageType: comment")
    assert [find_turn(mail, ME) for mail in (mine, theirs, nobodys)] == ["mine", "theirs", "theirs"]
    assert find_turn(write("d", MEI, ANA, "Hello"), ME) == ""
