"""What a mailbox proposes: who waits for an answer of Ana's, and whom she waits for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from followq.mail.digest import Candidate
from followq.mail.message import Mail, MailAddress
from tests.mail.letters import ANA, BOB, MEI, START, TOM, digest_all, propose_all, write

ASK = "Hi Ana,\ncould you send me the signed quote by Friday?\nTom"
LIST = MailAddress("", "talk@lists.example.org")


def owed(mails: list[Mail], days: float = 2.0) -> list[Candidate]:
    return [each for each in propose_all(mails, days) if each.is_owed]


def waiting(mails: list[Mail], days: float = 2.0) -> list[Candidate]:
    return [each for each in propose_all(mails, days) if not each.is_owed]


def test_a_question_to_me_is_owed_until_i_answer_it() -> None:
    asked = write("a", TOM, ANA, ASK)
    (found,) = owed([asked])
    assert (found.name, found.address, found.message_id, found.text) == ("Tom Baker", TOM.address, "a", "The quote")
    assert found.since == START
    assert found.reasons
    answered = write("b", ANA, TOM, "Here it is.", hours=3, answers=("a",))
    assert owed([asked, answered]) == []


def test_an_answer_to_the_author_counts_if_it_comes_later() -> None:
    first = write("a", TOM, ANA, ASK)
    more = write("b", TOM, ANA, "And could you add the delivery date?", hours=1, answers=("a",))
    answer = write("c", ANA, TOM, "Both are in the file.", hours=2, answers=("a", "b"))
    assert owed([first, more, answer]) == []
    again = write("d", TOM, ANA, "Can you send it as a PDF too?", hours=5, answers=("a", "b", "c"))
    (found,) = owed([first, more, answer, again])
    assert (found.message_id, found.since) == ("d", START + timedelta(hours=5))


def test_an_answer_to_somebody_else_clears_nothing() -> None:
    tom = write("a", TOM, (ANA, MEI), ASK)
    mei = write("b", MEI, (TOM, ANA), "Ana, which discount did you plan?", hours=1, answers=("a",))
    answer = write("c", ANA, MEI, "Five percent.", cc=(TOM,), hours=2, answers=("a", "b"))
    assert [each.address for each in owed([tom, mei, answer])] == [TOM.address]


def test_since_is_the_oldest_that_is_unanswered() -> None:
    first = write("a", TOM, ANA, ASK)
    chase = write(
        "b", TOM, ANA, "Any news? Could you send it today?", hours=30, answers=("a",), subject="Re: The quote"
    )
    (found,) = owed([first, chase])
    assert found.since == START


def test_a_promise_to_answer_clears_nothing() -> None:
    asked = write("a", TOM, ANA, ASK)
    promise = write("b", ANA, TOM, "Got it, will reply Friday.", hours=1, answers=("a",))
    assert [each.message_id for each in owed([asked, promise])] == ["a"]


@pytest.mark.parametrize("text", ["Thanks, OK", "Thank you!", "Great, thanks Ana.", "OK", "Danke, passt."])
def test_thanks_propose_nothing(text: str) -> None:
    sent = write("a", ANA, TOM, "The quote is in the file.")
    assert owed([sent, write("b", TOM, ANA, text, hours=1, answers=("a",))]) == []


def test_who_is_asked_directly_comes_before_who_gets_a_copy() -> None:
    direct = write("a", TOM, ANA, ASK, subject="The quote")
    copied = write("b", BOB, MEI, ASK.replace("Ana", "Mei"), cc=(ANA,), subject="The van")
    news = write("c", MEI, (ANA, TOM, BOB), "The office is closed on Friday.", subject="Closed")
    found = owed([direct, copied, news])
    assert found[0].message_id == "a"
    assert found[0].likelihood > 1.5 * found[1].likelihood


def test_a_likelihood_falls_with_age() -> None:
    asked = [write("a", TOM, ANA, ASK)]
    ages = [owed(asked, days)[0].likelihood for days in (0.5, 3, 20, 100)]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] > ages[-1]


def test_a_list_post_counts_as_an_answer_to_mine() -> None:
    mine = write("a", ANA, LIST, "Does the quote need a stamp?")
    reply = write("b", TOM, LIST, "It does. Which kind do you have?", hours=1, answers=("a",))
    other = write("c", MEI, LIST, "I wonder, too. Which kind is best?", hours=2, answers=("a", "b"))
    assert [each.message_id for each in owed([mine, reply, other])] == ["b"]


def test_robots_propose_nothing() -> None:
    robot = MailAddress("Builds", "no-reply@example.org")
    assert propose_all([write("a", robot, ANA, "Can you confirm your address?")]) == []


def test_a_review_footer_decides_whose_turn_it_is() -> None:
    mine = write("a", BOB, ANA, "Done.", footer="Gerrit-Attention: Ana Lopez <ana@example.org>")
    theirs = write("b", BOB, ANA, ASK, subject="Other", footer="Gerrit-Attention: Mei Lin <mei@example.com>")
    (found,) = owed([mine, theirs])
    assert found.message_id == "a"
    assert found.likelihood > 0.7
    assert "the review says that it is your turn" in found.reasons


def test_what_i_asked_is_waiting_until_one_of_those_asked_answers() -> None:
    asked = write("a", ANA, TOM, "Tom, could you send me the signed quote by Friday?", cc=(BOB,))
    (found,) = waiting([asked])
    assert (found.name, found.message_id, found.since) == ("Tom Baker", "a", START)
    copied = write("b", BOB, ANA, "I have nothing to add.", hours=1, answers=("a",))
    assert len(waiting([asked, copied])) == 1
    promise = write("c", TOM, ANA, "I will get back to you next week.", hours=2, answers=("a",))
    assert len(waiting([asked, copied, promise])) == 1
    answer = write("d", TOM, ANA, "Here it is, signed.", hours=3, answers=("a",))
    assert waiting([asked, copied, promise, answer]) == []


def test_what_i_tell_is_not_waiting() -> None:
    assert waiting([write("a", ANA, TOM, "The quote went out yesterday.")]) == []


def test_an_out_of_office_answer_is_no_answer() -> None:
    asked = write("a", ANA, TOM, "Tom, could you send me the signed quote by Friday?")
    away = write(
        "b", TOM, ANA, "I am out of the office, back on 9 November.", hours=0.1, answers=("a",),
        subject="Automatic reply: The quote", headers={"auto-submitted": "auto-replied"},
    )  # fmt: skip
    assert len(waiting([asked, away])) == 1
    assert owed([asked, away]) == []


def test_parts_of_a_series_are_proposed_one_by_one() -> None:
    cover = write("a", TOM, ANA, "Please review.", subject="[PATCH 0/2] Round quotes")
    one = write("b", TOM, ANA, "Round up.", subject="[PATCH 1/2] quote: Round", hours=0.1, answers=("a",))
    two = write("c", TOM, ANA, "Test it.", subject="[PATCH 2/2] tests: Round", hours=0.2, answers=("a",))
    answer = write("d", ANA, TOM, "Applied.", subject="Re: [PATCH 1/2] quote: Round", hours=5, answers=("a", "b"))
    assert {each.message_id for each in owed([cover, one, two])} == {"a", "b", "c"}
    assert owed([cover, one, two, answer]) == []


def test_what_lies_ahead_of_now_is_not_known() -> None:
    asked = write("a", TOM, ANA, ASK)
    answer = write("b", ANA, TOM, "Here it is.", hours=72, answers=("a",))
    assert len(owed([asked, answer], days=2)) == 1


def test_the_order_of_the_messages_does_not_matter() -> None:
    mails = [
        write("a", TOM, (ANA, MEI), ASK),
        write("b", MEI, (TOM, ANA), "Ana, which discount did you plan?", hours=1, answers=("a",)),
        write("c", ANA, BOB, "Bob, can you check the price?", hours=2, answers=("a",)),
    ]
    assert propose_all(mails) == propose_all(mails[::-1])


def test_digests_hold_no_word_of_the_text() -> None:
    (digest,) = digest_all([write("a", TOM, ANA, "Ana, the secret is xylophone. Can you keep it?", cc=(MEI,))])
    assert "xylophone" not in repr(digest)
    assert digest.role == "to"
    assert digest.recipients == (MEI.address,)
    assert all(isinstance(value, float) for value in digest.features.values())


def test_a_thread_of_thousands_ends_in_bounds() -> None:
    mails = [write(f"m{place:05}", TOM, ANA, "OK?", hours=place / 100, answers=("m00000",)) for place in range(3000)]
    assert len(propose_all(mails)) == 1
