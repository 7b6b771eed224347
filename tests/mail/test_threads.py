"""Which messages are one conversation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followq.mail.message import Mail
from followq.mail.threads import KnownThreads, find_place, is_forward, split_subject
from tests.mail.letters import ANA, TOM, write


def group(mails: list[Mail], *, by_subject_alone: bool = False) -> set[frozenset[str]]:
    known = KnownThreads()
    for mail in mails:
        known.add(mail, by_subject_alone=by_subject_alone)
    groups: dict[str, set[str]] = {}
    for mail in mails:
        groups.setdefault(known.thread_now(mail.message_id), set()).add(mail.message_id)
    return {frozenset(group) for group in groups.values()}


def letter(message_id: str, *answers: str, subject: str = "", hours: float = 0.0) -> Mail:
    return write(message_id, TOM, ANA, subject=subject or f"About {message_id}", hours=hours, answers=answers)


def test_an_answer_joins_what_it_names() -> None:
    assert group([letter("a"), letter("b", "a"), letter("c")]) == {frozenset("ab"), frozenset("c")}


def test_messages_that_name_the_same_unseen_one_are_one_thread() -> None:
    assert group([letter("b", "lost"), letter("c", "lost")]) == {frozenset("bc")}


def test_a_message_that_names_two_threads_makes_them_one() -> None:
    known = KnownThreads()
    known.add(letter("a"))
    known.add(letter("b"))
    place = find_place(letter("c", "a", "b"), known)
    assert (place.thread, place.merged) == ("a", frozenset("b"))
    known.add(letter("c", "a", "b"))
    assert known.thread_now("a") == known.thread_now("b") == "a"


_IDS = st.sampled_from("abcdefgh")


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(_IDS, st.lists(_IDS, max_size=3), min_size=1, max_size=8).flatmap(
        lambda links: st.tuples(st.just(links), st.permutations(list(links)))
    )
)
def test_ids_give_the_same_threads_in_any_order_of_arrival(drawn: tuple[dict[str, list[str]], list[str]]) -> None:
    links, order = drawn
    keys = []
    for ids in (list(links), order):
        known = KnownThreads()
        for each in ids:
            known.add(letter(each, *links[each]))
        keys.append({each: known.thread_now(each) for each in links})
    assert keys[0] == keys[1]


def test_a_reply_without_known_ids_joins_its_subject_within_a_month() -> None:
    first = letter("a", subject="The quote")
    near = letter("b", "lost", subject="Re: the  Quote", hours=24 * 29)
    far = letter("c", "gone", subject="Re: The quote", hours=24 * 90)
    assert group([first, near, far]) == {frozenset("ab"), frozenset("c")}


def test_what_a_reply_answers_may_arrive_after_it() -> None:
    first, reply = letter("a", subject="The quote"), letter("b", subject="Re: The quote", hours=2)
    assert group([reply, first]) == group([first, reply]) == {frozenset("ab")}


def test_the_same_subject_alone_joins_only_where_a_mailbox_has_no_reply_headers() -> None:
    one, other = letter("a", subject="Weekly report"), letter("b", subject="Weekly report", hours=24 * 7)
    assert len(group([one, other])) == 2
    assert group([one, other], by_subject_alone=True) == {frozenset("ab")}


def test_a_short_subject_joins_nothing() -> None:
    assert len(group([letter("a", subject="hi"), letter("b", subject="Re: hi", hours=1)])) == 2


def test_loops_and_references_to_itself_end() -> None:
    assert group([letter("a", "b", "a"), letter("b", "a", "b")]) == {frozenset("ab")}


@pytest.mark.parametrize(
    ("subject", "base", "looks_like_reply"),
    [
        ("Re: Fwd: [team] AW: The quote", "The quote", True),
        ("RE[2]: The quote", "The quote", True),
        ("SV: VS: The quote", "The quote", True),
        ("[PATCH v2 3/7] quote.c: Round", "quote.c: Round", False),
        ("Regarding the quote", "Regarding the quote", False),
        ("[team]", "[team]", False),
        ("回复：The quote", "The quote", True),
        ("", "", False),
    ],
)
def test_subjects_lose_what_replies_and_lists_put_before_them(subject: str, base: str, looks_like_reply: bool) -> None:
    assert split_subject(subject) == (base, looks_like_reply)


def test_forwards_are_told_from_replies() -> None:
    assert is_forward("[team] Fwd: The quote")
    assert not is_forward("Re: The quote")


def test_a_subject_of_a_thousand_prefixes_ends_in_bounds() -> None:
    base, looks_like_reply = split_subject("Re: [x] " * 1000 + "The quote")
    assert looks_like_reply
    assert len(base) <= 200
