"""Made-up messages, a few words each."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from followq.mail.correspondence import CountedMail
from followq.mail.digest import Candidate, Digest
from followq.mail.judging import digest_mail, propose
from followq.mail.message import Mail, MailAddress
from followq.mail.threads import KnownThreads

START = datetime(2026, 11, 2, 9, 0, tzinfo=timezone.utc)
ME = frozenset(("ana@example.org", "ana.lopez@example.com"))
ANA, TOM = MailAddress("Ana Lopez", "ana@example.org"), MailAddress("Tom Baker", "tom@example.org")
MEI, BOB = MailAddress("Mei Lin", "mei@example.com"), MailAddress("Bob Stone", "bob@example.com")


def write(
    message_id: str,
    sender: MailAddress,
    to: MailAddress | tuple[MailAddress, ...],
    text: str = "",
    *,
    cc: tuple[MailAddress, ...] = (),
    subject: str = "The quote",
    hours: float = 0.0,
    answers: tuple[str, ...] = (),
    headers: dict[str, str] | None = None,
    content_type: str = "text/plain",
    footer: str = "",
) -> Mail:
    """One message, `hours` after the start."""
    return Mail(
        message_id=message_id,
        references=answers,
        subject=subject,
        sent_at=START + timedelta(hours=hours),
        sender=sender,
        to=(to,) if isinstance(to, MailAddress) else to,
        cc=cc,
        headers=headers or {},
        content_type=content_type,
        new_text=text,
        quoted_lines=0,
        attachments=0,
        footer=footer,
    )


def digest_all(mails: list[Mail]) -> list[Digest]:
    """Digests of messages, with their threads."""
    known = KnownThreads()
    for mail in mails:
        known.add(mail)
    return [digest_mail(mail, ME, known.thread_now(mail.message_id)) for mail in mails]


def propose_all(mails: list[Mail], days: float = 2.0) -> list[Candidate]:
    """What Ana's mailbox proposes some days after the start."""
    digests = digest_all(sorted(mails, key=lambda mail: mail.sent_at))
    counted = CountedMail().add_all(digests)
    now = START + timedelta(days=days)
    threads = sorted({each.thread for each in digests})
    found = [
        each for thread in threads for each in propose([one for one in digests if one.thread == thread], counted, now)
    ]
    return sorted(found, key=lambda each: -each.likelihood)
