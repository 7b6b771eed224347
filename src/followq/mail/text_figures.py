"""Figures of a message's headers and text that tell whether somebody waits for an answer. No word of it stays."""

from __future__ import annotations

import re

from followq.mail.requests import weigh_sentences
from followq.mail.threads import split_subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from followq.mail.message import Mail, MailAddress

_PATCH = re.compile(r"\[[^\]]*\b(?:patch|pull|rfc|git pull)\b[^\]]*\]", re.IGNORECASE)
_SERIES = re.compile(r"\[[^\]]*\b(\d{1,3})/(\d{1,3})\b[^\]]*\]")
_VERSION = re.compile(r"\[[^\]]*\bv(\d{1,2})\b[^\]]*\]", re.IGNORECASE)
_HELLO_WORDS = (
    "hi hello hey dear hallo liebe lieber bonjour cher ch\u00e8re hola querido querida ciao caro cara ol\u00e1 hej "
    "beste moin servus greetings"
)
_HELLO = re.compile(
    rf"\A\W{{0,3}}(?:{_HELLO_WORDS.replace(' ', '|')}|good (?:morning|afternoon|evening))\b[ ,]*"
    r"((?:[^\W\d_][\w'.-]*[ ,]{0,2}){0,5})",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    r"\A\W{0,3}([^\W\d_][\w'.-]+(?: (?:and|und|et|y|e|en|&) [^\W\d_][\w'.-]+)?)\s*(?:[,:!\u2014-]|$)",
    re.MULTILINE,
)
_SPOKEN_TO = re.compile(r"(?:^|[.!?]\s+|\n\s*)([^\W\d_][\w'-]+)(?:,|:| -)\s|@([\w-]+)", re.MULTILINE)
_LONGEST_SPEECH = 6000
_EVERYBODY = frozenset(
    ("all", "everybody", "everyone", "folks", "team", "list", "guys", "alle", "tous", "todos", "tutti")
)
_THANKS = re.compile(
    r"\b(?:thanks|thank you|thx|ty|danke|merci|gracias|grazie|obrigad[oa]|bedankt|dank je|tack|takk|tak|cheers|applied|"
    r"queued|merged|pushed|fixed|done|ok|okay|got it|great|perfect|sounds good|will do|agreed|ack|noted|lgtm|"
    r"(?:acked|reviewed|tested)-by)\b",
    re.IGNORECASE,
)
_PUTS_OFF = re.compile(
    r"\b(?:(?:i|we)(?:'|\u2019)?(?:ll| will| shall| hope to| plan to| want to)? (?:try to )?"
    r"(?:reply|respond|answer|get back|come back|follow up|look (?:in|at|over|through)|take a look|have a look|check|"
    r"review|read)\b[^.\n]{0,60}\b(?:later|soon|tomorrow|tonight|next week|this week|weekend|asap|shortly|"
    r"monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|(?:a|few|couple of) days?|when i|as soon as|in the (?:next|coming))|"
    r"will (?:reply|respond|answer|get back)\b|(?:ich|wir) melde[n]? (?:mich|uns)\b|je (?:vous|te) r\u00e9ponds?|"
    r"(?:te|le) respondo)",
    re.IGNORECASE,
)
_CHASE = re.compile(
    r"\b(?:(?:gentle |friendly |kind |quick )?(?:ping|reminder|nudge)\b|"
    r"any (?:news|updates?|thoughts|comments|progress|feedback|response|reply)\b[^.\n]{0,60}\?|just checking|"
    r"(?:did|have) you (?:get|had|have) (?:a |any )?(?:chance|time)|bump|still waiting|"
    r"haven['\u2019]?t (?:heard|received)|"
    r"no (?:answer|reply|response) (?:so far|yet)|following up|erinnerung|relance)",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(r"^(?:[+\-@|#$%]|\.[A-Z]{2}\b|diff |index |\s{6,}\S|\t)|[{};]\s*$")
_NO_NAMES = frozenset(("list", "the", "via", "dev", "devel", "users", "mail", "info", "office", "kernel", "linux"))
_MOST_WORDS = 2000
_SHORT = 40
"""Words up to which thanks are the main thing in a text without a question."""
_MOST_YES = 15
_YES = frozenset(
    """
    thanks thank you thx ty cheers ok okay k yes yep yeah sure great perfect excellent good fine nice cool
    sounds looks very so much many all both it this that the a lot again for your my help now got received noted
    agreed will do done applied pushed merged fixed queued patch patches patchset series and to me i ll s well
    lgtm ack acked works best regards kind wonderful awesome danke vielen dank besten passt super alles klar gut
    merci beaucoup d accord parfait gracias muchas vale perfecto grazie mille va bene perfetto obrigado obrigada
    bedankt je wel prima tack tak takk quick reply answer info update fast clear understood
    """.split()  # noqa: SIM905 - a list of strings would take a hundred lines
)


def measure(mail: Mail, mine: frozenset[str], names: frozenset[str] = frozenset()) -> dict[str, float]:
    """Measure one message as it is seen by the owner of the addresses `mine`.

    `names` are further first names that mean this person, in small letters. Figures that are 0 are left out.
    """
    text = mail.new_text
    prose = "\n".join(line for line in text.split("\n") if not _CODE_LINE.search(line))
    weighed = weigh_sentences(text)
    asks = max((each.likelihood for each in weighed), default=0.0)
    words = min(len(prose.split()), _MOST_WORDS)
    lines_of_code = len(text.split("\n")) - len(prose.split("\n"))
    questions = sum(each.sentence.rstrip("\"') ").endswith("?") for each in weighed)
    to = {each.address for each in mail.to}
    others = ({each.address for each in (*mail.to, *mail.cc)} - mine) - {mail.sender.address}
    is_about_patch = bool(_PATCH.search(mail.subject))
    looks_like_reply = split_subject(mail.subject)[1]
    series, version = _SERIES.search(mail.subject), _VERSION.search(mail.subject)
    found = {
        "request": round(asks, 3),
        "questions": float(min(questions, 8)),
        "asks_last": round(max((each.likelihood for each in weighed[-2:]), default=0.0), 3),
        "words": float(words),
        "quoted": float(min(mail.quoted_lines, 500)),
        "code": round(lines_of_code / max(1, len(text.split("\n"))), 2),
        "to_count": float(len(to - mine)),
        "people": float(len(others)),
        "only_me": float(bool(to & mine) and not to - mine),
        "list": float("list-id" in mail.headers or "list-post" in mail.headers),
        "patch": float(is_about_patch and not looks_like_reply),
        "about_patch": float(is_about_patch and looks_like_reply),
        "part": float(int(series[1]) if series else 0),
        "parts": float(int(series[2]) if series else 0),
        "version": float(int(version[1]) if version else 0),
        "thanks": float(_is_acknowledgement(prose) and not mail.attachments and not lines_of_code),
        "polite": float(_is_thanks(prose, words, asks, questions)),
        "puts_off": float(bool(words <= 2 * _SHORT and _PUTS_OFF.search(prose))),
        "chases": float(bool(_CHASE.search(prose) or _CHASE.search(mail.subject))),
        "attachments": float(min(mail.attachments, 20)),
        "urgent": float(_is_urgent(mail.headers, mail.subject)),
        **_measure_address(text, mail, mine, names),
    }
    return {name: value for name, value in found.items() if value}


def _is_thanks(prose: str, words: int, asks: float, questions: int) -> bool:
    return words <= _SHORT and not questions and asks < 0.4 and bool(_THANKS.search(prose))


def _is_acknowledgement(prose: str) -> bool:
    """Whether the text says nothing but thanks and yes: each of its words is one of those that do."""
    lines = [line.strip(" ,.!") for line in prose.split("\n") if line.strip()]
    if lines and _HELLO.match(lines[0]) and len(lines[0].split()) <= 3:
        lines = lines[1:]
    if len(lines) > 1 and len(lines[-1].split()) <= 2 and lines[-1].istitle():
        lines = lines[:-1]
    words = re.findall(r"[^\W_]+", " ".join(lines).lower())
    named = re.findall(r"(?<=[a-z,] )[A-Z][a-z]+(?=[.!,]|$)", " ".join(lines))
    left = [word for word in words if word not in _YES and word not in {name.lower() for name in named}]
    return 1 <= len(words) <= _MOST_YES and not left and "?" not in prose


def _is_urgent(headers: Mapping[str, str], subject: str) -> bool:
    high = headers.get("importance", "").strip().lower() == "high" or headers.get("x-priority", "").strip()[:1] in (
        "1",
        "2",
    )
    return high or bool(re.search(r"\b(?:urgent|asap|dringend|important|action required)\b", subject, re.IGNORECASE))


def _measure_address(text: str, mail: Mail, mine: frozenset[str], names: frozenset[str]) -> dict[str, float]:
    # Whom the text speaks to: "Hi Ana," or "Ana, could you ..." means Ana, whoever else gets it.
    everyone = (*mail.to, *mail.cc)
    my_names = names | _list_names(each for each in everyone if each.address in mine)
    their_names = _list_names(each for each in everyone if each.address not in mine) - my_names
    start = text.lstrip()[:200]
    greeted = {
        name for found in (_HELLO.match(start), _NAME_FIRST.match(start)) if found for name in _split_name(found[1])
    }
    greets_me, greets_other = bool(greeted & my_names), bool(greeted & their_names)
    spoken_to = _SPOKEN_TO.findall(text[:_LONGEST_SPEECH])
    called = {(named or mentioned).lower() for named, mentioned in spoken_to}
    return {
        "greets_me": float(greets_me),
        "greets_other": float(greets_other and not greets_me),
        "greets_all": float(bool(greeted & _EVERYBODY)),
        "names_me": float(bool(called & my_names)),
        "names_other": float(bool(called & their_names) and not called & my_names),
    }


def _list_names(people: Iterable[MailAddress]) -> frozenset[str]:
    found: set[str] = set()
    for each in people:
        found.update(_split_name(each.name))
        local = each.address.partition("@")[0]
        found.update(part for part in re.split(r"[^a-z]+", local) if len(part) > 2)
    return frozenset(
        found - {"list", "the", "via", "dev", "devel", "users", "mail", "info", "office", "kernel", "linux"}
    )


def _split_name(name: str) -> list[str]:
    return [part.lower() for part in re.findall(r"[^\W\d_][\w'-]+", name)]
