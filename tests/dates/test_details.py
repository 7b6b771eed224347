"""Words at the end of a line that say more: understood and shown back so that they read the same, or left as text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from followq.cli.input.parse_lines import may_have_details
from followq.dates.asking import Read
from followq.dates.details import Details, read_details
from followq.dates.lines import ReadLine, read_noted, read_text
from followq.errors import BadInputError
from followq.model.core.phrasing import show_with_distance
from tests.factories import MORE, calendar

MONDAY = calendar()
YESTERDAY = Read("2026-11-22")


@pytest.mark.parametrize(
    ("line", "text", "by", "details"),
    [
        ("Quote 15m", "Quote", None, Details(effort_minutes=15)),
        ("Quote 1h30m by fri", "Quote", "2026-11-27", Details(effort_minutes=90)),
        ("Quote by fri 2h", "Quote", "2026-11-27", Details(effort_minutes=120)),
        (
            "Quote #spring by fri +legal +print",
            "Quote",
            "2026-11-27",
            Details(project="spring", tags=("legal", "print")),
        ),
        ("Quote !KEY @call", "Quote", None, Details(weight="key", channel="call")),
        ("Send it via email #x", "Send it", None, Details(channel="email", project="x")),
        ("Quote, 15m, #spring.", "Quote", None, Details(effort_minutes=15, project="spring")),
        ("Quote - 15m", "Quote", None, Details(effort_minutes=15)),
        ("Quote since yesterday", "Quote", None, Details(since=YESTERDAY)),
        ("Quote, called yesterday", "Quote", None, Details(since=YESTERDAY)),
        ("Quote (he called on sunday) 15m", "Quote", None, Details(effort_minutes=15, since=YESTERDAY)),
        ("Quote, Tom called on sunday", "Quote, Tom called", None, Details(since=YESTERDAY)),
        ("Called yesterday", "Called", None, Details(since=YESTERDAY)),
        ('"Fix #spring" by fri #autumn', "Fix #spring", "2026-11-27", Details(project="autumn")),
    ],
)
def test_details_are_taken_off_the_end(line: str, text: str, by: str | None, details: Details) -> None:
    read = read_noted(line, MONDAY)
    assert (read.text, read.by.when if read.by else None, read.details, read.hint) == (text, by, details, "")


@pytest.mark.parametrize(
    "line",
    [
        *["Wait for 15m", "Meet in 15m", "Ask every 2h", "Pay 5m EUR", "2 x 15m", "10 - 15m", "Take 15", "Raise 15M"],
        *["Answer #3", "Learn C#", "#", "Post it in #general", "Say +1", "Call +49301234", "Learn C++", "Bring + wine"],
        *["Do it !urgent", "Do it!key", "!", "Ask @tom", "Write to ana@call", "Send it via Tom", "Sign it by email"],
        *["Friends since 1999", "Send it since tomorrow", "Send what he sent yesterday", "Meet on monday", "It called"],
        *["Quote, called tomorrow", "15m #spring", "the #spring", '"Fix #spring 15m"', "say 15m to her"],
    ],
)
def test_what_is_in_doubt_stays_text(line: str) -> None:
    read = read_noted(line, MONDAY)
    assert (read.text, read.details) == (line.strip('"'), Details())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Wait for 15m", "'for 15m' stays text"),
        ("Post it in #general", "'in #general' stays text"),
        ("Do it !urgent", "!key or !vip"),
        ("Send it @phone", "channels are @call"),
        ("What he sent yesterday", "'since DATE'"),
        ("Quote since 32 dec", "'32 dec' is not a date"),
        ("Fix #one #two", "'#one' stays text: what it says is given already"),
    ],
)
def test_where_something_may_be_meant_a_remark_says_so(line: str, said: str) -> None:
    assert said in read_noted(line, MONDAY).hint


@pytest.mark.parametrize("line", ["Send it by fri 15h", "Send it by friday or so #x", "by fri 15m"])
def test_what_stands_behind_by_is_still_understood_or_refused(line: str) -> None:
    with pytest.raises(BadInputError):
        read_noted(line, MONDAY)


def test_what_an_option_says_stays_text_and_a_date_too() -> None:
    known = Details(project="autumn")
    assert read_text("Fix it #spring", MONDAY, known) == ReadLine(
        "Fix it #spring", hint="'#spring' stays text: what it says is given already", details=known
    )
    assert read_text("Quote by fri #x", MONDAY, Details()).text == "Quote by fri"
    assert read_text('"Fix #spring"', MONDAY, Details()) == ReadLine("Fix #spring")
    assert read_text('"Hello"', MONDAY, Details()) == ReadLine('"Hello"')


names = st.from_regex(r"[a-zé][a-z0-9]{0,8}", fullmatch=True)
details = st.builds(
    Details,
    effort_minutes=st.one_of(st.none(), st.integers(1, 6000)),
    project=st.one_of(st.none(), names),
    tags=st.lists(names, max_size=3, unique=True).map(tuple),
    weight=st.sampled_from([None, "key", "vip"]),
    channel=st.sampled_from([None, "call", "chat", "email", "meet", "letter"]),
    since=st.sampled_from([None, YESTERDAY, Read("2026-11-20"), Read("2025-01-06"), Read("2026-11-20T15:00:00Z")]),
)
WORDS = [
    "Send",
    "the",
    "quote",
    "for",
    "Tom",
    "C#",
    "#3",
    "+1",
    "15",
    "call",
    "via",
    "!",
    "€5",
    "(new)",
    "by",
    "on",
    "10%",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
bys = st.sampled_from([None, "2026-11-27", "2026-12-01", "2026-11-27T15:00:00Z", "2027-04-01"])


def test_a_date_in_quotes_before_details_is_text() -> None:
    assert read_noted('"by 15" 15m', MONDAY)[:2] == ("by 15", None)


@MORE
@given(texts, details, bys)
def test_what_was_understood_reads_the_same_when_shown_back(text: str, said: Details, by: str | None) -> None:
    quoted = f'"{text}"'
    date = f" by {show_with_distance(by, MONDAY)}" if by else ""
    first = read_noted(f"{quoted}{date} {said.written(MONDAY)}", MONDAY)
    assert (first.text, first.by.when if first.by else None, first.details) == (text, by, said)
    try:
        plain = read_noted(text, MONDAY)
    except BadInputError:
        return
    assume(
        plain.text == text
        and text.rsplit(maxsplit=1)[-1].lower() not in ("for", "the", "by", "on", "via", "15", "€5", "!")
    )
    parts = [text, f"by {show_with_distance(by, MONDAY)}" if by else "", said.written(MONDAY)]
    again = read_noted(", ".join(part for part in parts if part), MONDAY)
    assert (again.text, again.by.when if again.by else None, again.details) == (text, by, said)


@MORE
@given(st.one_of(texts, st.text(max_size=30)))
def test_text_without_details_comes_in_unchanged(text: str) -> None:
    assume(not any(mark in text for mark in "#+!@"))
    rest, found, _ = read_details(text, MONDAY)
    if found == Details():
        assert rest == text
    else:
        assert any(ch.isdecimal() for ch in text) or "via" in text.lower()


@MORE
@given(texts, details)
def test_the_quick_look_misses_no_details(text: str, said: Details) -> None:
    line = f"{text} {said.written(MONDAY)}"
    if read_details(line, MONDAY)[1] != Details():
        assert may_have_details(line)
