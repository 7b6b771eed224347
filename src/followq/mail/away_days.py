"""The day on which somebody is back, out of their out-of-office answer; several languages, certain dates only."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = (
    "january janvier januar enero gennaio janeiro januari jan januar",
    "february f\u00e9vrier februar febrero febbraio fevereiro februari feb fevr f\u00e9vr",
    "march mars m\u00e4rz marzo mar\u00e7o maart mar maerz mrz",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio maio mei maj mag",
    "june juin juni junio giugno junho jun giu",
    "july juillet juli julio luglio julho jul juil lug",
    "august ao\u00fbt agosto augustus augusti aug ago aout",
    "september septembre septiembre settembre setembro sep sept set",
    "october octobre oktober octubre ottobre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december d\u00e9cembre dezember diciembre dicembre dezembro desember dec dez dic d\u00e9c",
)
_WEEKDAYS = (
    "monday montag lundi lunes luned\u00ec segunda-feira maandag m\u00e5ndag mandag mon",
    "tuesday dienstag mardi martes marted\u00ec ter\u00e7a-feira dinsdag tisdag tirsdag tue",
    "wednesday mittwoch mercredi mi\u00e9rcoles mercoled\u00ec quarta-feira woensdag onsdag wed",
    "thursday donnerstag jeudi jueves gioved\u00ec quinta-feira donderdag torsdag thu",
    "friday freitag vendredi viernes venerd\u00ec sexta-feira vrijdag fredag fri",
    "saturday samstag samedi s\u00e1bado sabato zaterdag l\u00f6rdag l\u00f8rdag sat",
    "sunday sonntag dimanche domingo domenica zondag s\u00f6ndag s\u00f8ndag sun",
)
_MONTH_PLACES = {name: place for place, names in enumerate(_MONTHS, 1) for name in names.split()}
_WEEKDAY_PLACES = {name: place for place, names in enumerate(_WEEKDAYS) for name in names.split()}


def _either(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


_MONTH, _WEEKDAY = _either(_MONTH_PLACES), _either(_WEEKDAY_PLACES)
_LITTLE = r"(?:\s*,?\s+|\s*,\s*)"
_DATE = (
    rf"(?:(?P<weekday>{_WEEKDAY})\b\.?)?(?:{_LITTLE}|\s*)(?:the |den |dem |le |el |il |d\. |dia )?\s*(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|\u00ba|o)?\s*(?:of |de |di )?[- ]?(?P<month>{_MONTH})\b\.?"
    r"(?:,?\s*(?:de )?[- ]?(?P<year>\d{4})\b)?"
    rf"|(?P<month2>{_MONTH})\b\.?\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>\d{{4}})\b)?"
    r"|(?P<dot_day>\d{1,2})\.\s?(?P<dot_month>\d{1,2})\.(?:\s?(?P<dot_year>\d{4}|\d{2})\b)?"
    r"|(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<slash_year>\d{4}|\d{2}))?(?![\d/])"
    r")?"
)
_BACK = (
    r"back(?: (?:in|at|to|from) (?:the |my )?(?:office|work|desk|leave|vacation|holiday))?(?: again)?"
    r"|return(?:ing)?(?: (?:to|from) (?:the |my )?(?:office|work|leave|vacation|holiday))?|available again|resume work"
    r"|zur\u00fcck"
    r"|wieder(?: (?:im (?:b\u00fcro|haus)|f\u00fcr sie da|da|erreichbar|zu erreichen))?|de retour(?: au bureau)?"
    r"|(?:vuelvo|volver\u00e9|regreso|regresar\u00e9|estar\u00e9 de vuelta|de vuelta)(?: a la oficina)?"
    r"|(?:rientro|rientrer\u00f2|torno|torner\u00f2)(?: in ufficio)?"
    r"|(?:regressarei|volto|estarei de volta)(?: ao escrit\u00f3rio)?"
    r"|terug(?: op kantoor)?|weer aanwezig|tillbaka(?: p\u00e5 kontoret)?|tilbage|tilbake"
)
_ON = r"(?:on|by|from|as of|at|am|ab|seit|le|el|\u00e0 partir du|il|a partir de|em|no dia|op|vanaf|den|pr\.?)?"
_UNTIL = (
    r"until|till|til|through|thru|bis(?: (?:einschlie\u00dflich|inklusive))?(?: zum)?"
    r"|jusqu['\u2019](?:au|\u00e0)|hasta(?: el)?"
    r"|fino al?|at\u00e9(?: (?:ao? )?(?:dia)?)?|tot(?: en met)?|t/m|t\.o\.m\.?|till och med|til og med"
)
_LAST_DAY = re.compile(
    r"through|thru|einschlie|inklusive|en met|t/m|t\.o\.m|och med|og med|inclus|inclusive", re.IGNORECASE
)
_BACK_ON = re.compile(rf"\b(?:{_BACK})\b[ :]*{_ON}\s+{_DATE}", re.IGNORECASE)
_AWAY_UNTIL = re.compile(rf"\b(?P<until>{_UNTIL})[ :]*\s*{_DATE}(?P<after>\s*\(?inclu\w+)?", re.IGNORECASE)
_BACK_AFTER = re.compile(
    rf"\b(?:ab|am|vom|le|el|il|from|on)\s+{_DATE}\s+(?:bin ich )?(?:wieder|zur\u00fcck)", re.IGNORECASE
)
LONGEST_AWAY_DAYS = 400
_LONGEST_TEXT = 3000


def find_return_day(text: str, sent_on: date) -> str:
    """Find the day on which the writer is back, ISO; empty where none is named, or none for certain.

    Of several days that are named the latest counts only if all say "back"; else what says "back" goes first.
    """
    shown = " ".join(text[:_LONGEST_TEXT].split())
    for pattern in (_BACK_ON, _BACK_AFTER, _AWAY_UNTIL):
        days = {day for found in pattern.finditer(shown) if (day := _read(found, sent_on))}
        days = {day for day in days if 0 <= (day - sent_on).days <= LONGEST_AWAY_DAYS}
        if len(days) == 1:
            return days.pop().isoformat()
        if days:
            return ""
    return ""


def _read(found: re.Match[str], sent_on: date) -> date | None:
    parts = found.groupdict()
    try:
        day = _read_day(parts, sent_on)
    except ValueError:
        return None
    if day and parts.get("until") and (_LAST_DAY.search(parts["until"]) or parts.get("after")):
        day += timedelta(days=1)
    weekday = parts["weekday"]
    if day and weekday and not parts.get("until") and day.weekday() != _WEEKDAY_PLACES[weekday.lower()]:
        return None
    return day


def _read_day(parts: dict[str, str | None], sent_on: date) -> date | None:
    if parts["iso"]:
        return date.fromisoformat(parts["iso"])
    month = parts["month"] or parts["month2"]
    if month:
        year, day = parts["year"] or parts["year2"], int(parts["day"] or parts["day2"] or 0)
        return _make_day(year, _MONTH_PLACES[month.lower()], day, sent_on)
    if parts["dot_day"]:
        return _make_day(parts["dot_year"], int(parts["dot_month"] or 0), int(parts["dot_day"]), sent_on)
    if parts["first"]:
        first, second = int(parts["first"]), int(parts["second"] or 0)
        # 3/4 is April in London and March in New York; 25/4 and 4/4 are certain.
        if first <= 12 and second <= 12 and first != second:
            return None
        return _make_day(parts["slash_year"], *((second, first) if second <= 12 else (first, second)), sent_on)
    if parts["weekday"]:
        ahead = (_WEEKDAY_PLACES[parts["weekday"].lower()] - sent_on.weekday()) % 7
        return sent_on + timedelta(days=ahead or 7)
    return None


def _make_day(year: str | None, month: int, day: int, sent_on: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    here = date(sent_on.year, month, day)
    return here if here >= sent_on else date(sent_on.year + 1, month, day)
