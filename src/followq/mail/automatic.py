"""Why nobody waits for an answer to a message: robots, lists, newsletters, bounces, people who are away.

The headers decide; words of the subject or text only where two signs agree, since people write about bounces and
newsletters too.
"""

from __future__ import annotations

import re
from datetime import date
from email.utils import parseaddr

from followq.mail.away_days import find_return_day
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.mail.digest import Turn
    from followq.mail.message import Mail

_DAEMON = re.compile(
    r"mailer-?daemon|^postmaster@|no-?_?reply|do-?_?not-?_?reply|^notifications?@|^notify@|^alerts?@|^bugzilla|"
    r"-bounces?@|^bounces?[@+-]|-owner@|^owner-|^root@|^cron@|^daemon@|^nobody@|buildbot|patchwork-bot|patchwork@|"
    r"^lkp@|^jenkins@|^jira@|^gerrit@|^git@|^ci@|[-.]bot(?:\+[^@]*)?@|^bot@|^bot[-+]|^majordomo@|^listserv@|^mailman@|"
    r"^newsletters?@|^news@|^mailing@|^marketing@|^auto(?:mated|reply|responder)?@|syzbot|^kernel-?ci",
)
_BOUNCER = re.compile(r"mailer-?daemon|^postmaster@|^bounces?[@+-]|-bounces?@")
_BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|delivery (?:status notification|has failed|failure|incomplete)|returned mail|failure notice|"
    r"mail delivery (?:failed|system)|unzustellbar|nicht zustellbar|non remis|no se ha podido entregar|"
    r"message you sent .{0,40}(?:could not|blocked)|delayed mail",
    re.IGNORECASE,
)
_AWAY_SUBJECT = re.compile(
    r"^\s*(?:re:\s*)?(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)|out of (?:the )?office|ooo\b|"
    r"on (?:vacation|holiday|leave)\b|away from (?:my|the) (?:mail|office|desk)|abwesenheit|automatische antwort|"
    r"nicht im (?:b\u00fcro|haus)|r\u00e9ponse automatique|absence du bureau|absent\b|respuesta autom\u00e1tica|"
    r"fuera de (?:la )?oficina|risposta automatica|fuori ufficio|resposta autom\u00e1tica|fora do escrit\u00f3rio|"
    r"automatisch antwoord|afwezig|autosvar|fr\u00e5nvaro|frav\u00e6r|automaattinen vastaus|"
    r"automatyczna odpowied\u017a|"
    r"autoreply|auto:)",
    re.IGNORECASE,
)
_AWAY_TEXT = re.compile(
    r"\b(?:out of (?:the )?office|on (?:annual |parental |sick )?(?:vacation|holiday|leave)\b|away from (?:my|the) |"
    r"limited access to (?:my )?e-?mail|no access to (?:my )?e-?mail|back in the office|will (?:be back|return) on|"
    r"nicht im (?:b\u00fcro|haus|office)|im urlaub|abwesend|ab dem|absent(?:e)? (?:du|jusqu)|en cong\u00e9|de retour|"
    r"fuera de (?:la )?oficina|de vacaciones|fuori ufficio|in ferie|f\u00e9rias|afwezig|op vakantie|semester|ferie)",
    re.IGNORECASE,
)
_CALENDAR_SUBJECT = re.compile(
    r"^\s*(?:(?:updated |cancel+ed |declined: |new )?(?:invitation|event)(?: from [^:]{1,60})?:|"
    r"(?:accepted|declined|tentative(?:ly accepted)?|cancel+ed|updated|angenommen|abgelehnt|zugesagt|abgesagt|"
    r"accept\u00e9|refus\u00e9|aceptad[oa]|rechazad[oa]|accettato|rifiutato|geaccepteerd|"
    r"meeting forward notification):\s|"
    r"(?:notification|reminder):\s.{0,200}@\s)",
    re.IGNORECASE,
)
_REVIEW_FOOTER = re.compile(r"^\s*Gerrit-Attention:\s*(.+)$", re.MULTILINE | re.IGNORECASE)
_REVIEW_BODY = re.compile(r"^Gerrit-(?:MessageType|Change-Id|Project):\s*\S", re.MULTILINE)


class Automatic(NamedTuple):
    """Why nobody waits for an answer (empty: somebody may), and until when the sender is away, ISO."""

    reason: str
    away_until: str = ""


def find_automatic(mail: Mail, mine: frozenset[str]) -> Automatic:
    """Find why nobody waits for an answer to this message, seen by the owner of the addresses `mine`.

    Mail of the user's own is people's mail, unless it says itself that a robot sent it.
    """
    headers = mail.headers
    answers_by_itself = _answers_by_itself(mail)
    if _is_bounce(mail):
        return Automatic("bounce")
    if answers_by_itself or (_AWAY_SUBJECT.search(mail.subject) and _AWAY_TEXT.search(mail.new_text)):
        text = f"{mail.subject}\n{mail.new_text}"
        if _AWAY_SUBJECT.search(mail.subject) or _AWAY_TEXT.search(text):
            # UTC's day: the writer's zone isn't known, and the day only tells which year or week is meant.
            sent_on = date.fromordinal(mail.sent_at.toordinal())
            return Automatic("out of office", find_return_day(text, sent_on))
        return Automatic("automatic answer")
    if mail.sender.address in mine:
        return Automatic("")
    if _CALENDAR_SUBJECT.search(mail.subject) or mail.content_type.startswith("text/calendar"):
        return Automatic("calendar")
    if find_turn(mail, mine) == "mine":
        return Automatic("")
    auto_submitted = headers.get("auto-submitted", "").strip().lower()
    if auto_submitted and not auto_submitted.startswith("no"):
        return Automatic("sent by a program")
    if _DAEMON.search(mail.sender.address):
        return Automatic("sent by a program")
    if headers.get("x-spam-flag", "").strip().lower() == "yes":
        return Automatic("spam")
    return Automatic(_find_mass_mail(mail, mine))


def find_turn(mail: Mail, mine: frozenset[str]) -> Turn:
    """Find whose turn the footer names: "mine", "theirs", or nothing where there is no such footer.

    Code review programs write `Gerrit-Attention: Ana Lopez <ana@example.org>`, a line for each.
    """
    for part in (mail.footer, mail.new_text[-4000:]):
        named = _REVIEW_FOOTER.findall(part)
        if named:
            addresses = {parseaddr(each)[1].lower() for line in named for each in line.split(",")}
            return "mine" if addresses & mine else "theirs"
        if _REVIEW_BODY.search(part):
            return "theirs"
    return ""


def _answers_by_itself(mail: Mail) -> bool:
    headers = mail.headers
    auto_submitted = headers.get("auto-submitted", "").strip().lower()
    return (
        auto_submitted.startswith("auto-replied")
        or "x-autoreply" in headers
        or "x-autorespond" in headers
        or headers.get("precedence", "").strip().lower() in ("auto_reply", "auto-reply")
        or bool(auto_submitted.startswith("auto") and _AWAY_SUBJECT.search(mail.subject))
    )


def _is_bounce(mail: Mail) -> bool:
    if "x-failed-recipients" in mail.headers:
        return True
    is_report = mail.content_type.startswith("multipart/report")
    from_daemon = bool(_BOUNCER.search(mail.sender.address)) or mail.headers.get("return-path", "").strip() == "<>"
    return (is_report and from_daemon) or bool(from_daemon and _BOUNCE_SUBJECT.search(mail.subject))


def _find_mass_mail(mail: Mail, mine: frozenset[str]) -> str:
    headers = mail.headers
    in_to = any(each.address in mine for each in mail.to)
    in_cc = any(each.address in mine for each in mail.cc)
    is_list = "list-id" in headers or "list-post" in headers
    precedence = headers.get("precedence", "").strip().lower()
    if precedence == "junk":
        return "sent by a program"
    if "feedback-id" in headers and ("list-unsubscribe" in headers or precedence == "bulk"):
        return "newsletter"
    # A discussion list has a place to post to; what can only be left is a newsletter, even with me in To.
    if (
        "list-unsubscribe" in headers
        and "list-post" not in headers
        and (not is_list or not in_to)
        and not mail.references
    ):
        return "newsletter"
    if precedence == "bulk" and not is_list and not in_to and not mail.references:
        return "newsletter"
    if (is_list or precedence == "list") and not in_to and not in_cc and not mail.references:
        return "list"
    return ""
