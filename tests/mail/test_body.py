"""What people wrote in a message, without what they quoted, copied or signed with."""

from __future__ import annotations

import pytest

from followq.mail.message import LONGEST_FOOTER, LONGEST_TEXT
from followq.mail.reading.body import strip_body

QUESTION = "Hi Tom,\n\ncan you send the quote?"
QUOTED = "> Hello,\n> what now?\n"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Jan 4, 2021 at 5:18 PM Ana Lopez <ana@example.org> wrote:",
        "On Mon, Jan 4, 2021 at 5:18 PM Ana Lopez\n<ana@example.org> wrote:",
        "On Monday 04 January 2021 at 17:18:00 +0100,\nAna Lopez from the office in Madrid\n<ana@example.org> wrote:",
        "* Ana Lopez <ana@example.org>, 2021-01-04 wrote:",
        "Ana Lopez writes:",
        "Am 04.01.21 um 17:18 schrieb Ana Lopez:",
        "Am Mo., 4. Jan. 2021 um 17:18 Uhr schrieb Ana Lopez <ana@example.org>:",
        "Le lun. 4 janv. 2021 à 17:18, Ana Lopez <ana@example.org> a écrit :",
        "El lun, 4 ene 2021 a las 17:18, Ana Lopez (<ana@example.org>) escribió:",
        "Il giorno lun 4 gen 2021 alle ore 17:18 Ana Lopez <ana@example.org> ha scritto:",
        "Op ma 4 jan. 2021 om 17:18 schreef Ana Lopez <ana@example.org>:",
        "Em seg., 4 de jan. de 2021 às 17:18, Ana Lopez <ana@example.org> escreveu:",
        "W dniu 4.01.2021 o 17:18, Ana Lopez napisał(a):",
        "Den mån 4 jan. 2021 kl 17:18 skrev Ana Lopez <ana@example.org>:",
        "2021年1月4日(月) 17:18 Ana Lopez <ana@example.org> wrote:",
        "在 2021年1月4日，Ana Lopez <ana@example.org> 写道：",
    ],
)
def test_answers_above_a_quote_stand_alone(attribution: str) -> None:
    found = strip_body(f"{QUESTION}\n\n{attribution}\n{QUOTED}")
    assert (found.new_text, found.quoted_lines) == (QUESTION, 2)


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Ana Lopez",
        "-----Ursprüngliche Nachricht-----\nVon: Ana Lopez",
        "---------- Forwarded message ---------\nFrom: Ana Lopez <ana@example.org>",
        "---------------------- Forwarded by Ana Lopez/Office on 01/04/2021 05:18 PM ---------------",
        "Begin forwarded message:",
        "________________________________\nFrom: Ana Lopez\nSent: Monday\nTo: Tom Baker\nSubject: Quote",
        "*From:* Ana Lopez\n*Sent:* Monday, January 4, 2021\n*To:* Tom Baker\n*Cc:* Mei Lin\n*Subject:* Quote",
        "Von: Ana Lopez\nGesendet: Montag\nAn: Tom Baker\nBetreff: Angebot",
        "De : Ana Lopez\nEnvoyé : lundi\nÀ : Tom Baker\nObjet : devis",
        "De: Ana Lopez\nEnviado el: lunes\nPara: Tom Baker\nAsunto: oferta",
        "Ana Lopez@OFFICE\n01/04/2021 05:18 PM\nTo: Tom Baker/OFFICE\ncc:\nSubject: Quote",
        "On Mon, Jan 4, 2021 at 5:18 PM Ana Lopez <ana@example.org> wrote:",
    ],
)
def test_copied_messages_are_taken_off_though_unmarked(head: str) -> None:
    found = strip_body(f"{QUESTION}\n\n{head}\n\nOld words, and old ones?\nMore.\n")
    assert found.new_text == QUESTION
    assert found.quoted_lines >= 3


def test_answers_between_quotes_are_all_kept() -> None:
    text = (
        "On 1/4/21 5:18 PM, Ana Lopez wrote:\n> Can you?\n\nYes.\n\n> And Mei?\n> Really?\n\nAsk her.\nOr should I?\n"
    )
    found = strip_body(text)
    assert found.new_text == "Yes.\n\nAsk her.\nOr should I?"
    assert found.quoted_lines == 3


@pytest.mark.parametrize(
    "text",
    [
        "On Monday you wrote:\nthat is still not clear to me, can you say it again?",
        "From: Berlin\nTo: Madrid\nShall I book it?",
        "Please:\n- send the quote\n- call Mei\n\nBy Friday?",
        "Some -- like me -- write so.\n\n--\n" + "Words.\n" * 30 + "Will you come?",
        ">From here on it is easy, isn't it?",
        "a > b holds, does it?",
        "To: do\nSubject: unknown\n\nWhat do you think?",
    ],
)
def test_ordinary_words_are_not_taken_for_marks(text: str) -> None:
    assert strip_body(text).new_text == text


@pytest.mark.parametrize(
    ("below", "footer"),
    [
        ("-- \nAna Lopez\nOffice manager, 555 1234\n", "Ana Lopez\nOffice manager, 555 1234"),
        ("--\nAna Lopez\n", "Ana Lopez"),
        ("Sent from my iPhone\n", ""),
        ("Von meinem iPhone gesendet\n", ""),
        ("Get Outlook for Android<https://example.org>\n", ""),
        ("_______________________________________________\nTea mailing list\ntea@lists.example.org\n", None),
        ("—\nReply to this email directly or view it online.\n", None),
        ("CONFIDENTIALITY NOTICE: this is secret. Did you get it by mistake?\n", ""),
        ("This e-mail and any attachments are confidential. Are they yours?\n", ""),
    ],
)
def test_signatures_and_footers_are_taken_off(below: str, footer: str | None) -> None:
    found = strip_body(f"{QUESTION}\n\n{below}")
    assert found.new_text == QUESTION
    assert footer is None or found.footer == footer


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization.\nDo you know the sender?",
        "[EXTERNAL] This message is from an external sender.",
        "*** WARNING: Do not click links from people you don't know ***",
        "This e-mail and any attachments are confidential.\nAre they yours?",
    ],
)
def test_notices_of_servers_above_the_text_go_and_the_text_stays(banner: str) -> None:
    assert strip_body(f"{banner}\n\n{QUESTION}").new_text == QUESTION


def test_a_warning_in_peoples_words_stays() -> None:
    text = "Warning: the server is down. Can you look?\n\nExternal people wait for it."
    assert strip_body(text).new_text == text


def test_a_signature_between_answer_and_quote_ends_where_the_quote_begins() -> None:
    found = strip_body(f"{QUESTION}\n\n-- \nAna Lopez\n\nOn Mon, Jan 4, 2021 Tom Baker wrote:\n{QUOTED}")
    assert (found.new_text, found.footer, found.quoted_lines) == (QUESTION, "Ana Lopez", 3)


def test_name_and_title_below_a_closing_formula_go_but_a_question_stays() -> None:
    assert (
        strip_body(f"{QUESTION}\n\nBest regards,\nAna Lopez\nOffice manager\n").new_text
        == f"{QUESTION}\n\nBest regards,"
    )
    asked = f"{QUESTION}\n\nThanks,\nAna\n\nPS: when do you come?"
    assert strip_body(asked).new_text == asked


def test_the_lines_that_name_whose_turn_it_is_survive_a_long_footer() -> None:
    reviewers = "".join(f"Gerrit-Reviewer: Person {number} <p{number}@example.org>\n" for number in range(60))
    attention = "Gerrit-Attention: Ana Lopez <ana@example.org>\n"
    found = strip_body(f"Please rebase.\n\n-- \nTo view, visit example.org\n\n{reviewers}{attention}")
    assert found.new_text == "Please rebase."
    assert "Gerrit-Attention: Ana Lopez <ana@example.org>" in found.footer
    assert len(found.footer) <= LONGEST_FOOTER


def test_patches_are_left_out_and_words_around_them_kept() -> None:
    patch = "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old?\n+new?\n context?\n"
    text = (
        f"This mends it.\n---\n x | 2 +-\n 1 file changed, 1 insertion(+)\n\n{patch}\nWhat do you think?\n-- \n2.31\n"
    )
    assert strip_body(text).new_text == "This mends it.\n---\n\nWhat do you think?"


def test_signed_texts_are_unwrapped() -> None:
    signature = "-----BEGIN PGP SIGNATURE-----\nabc?\n-----END PGP SIGNATURE-----\n"
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n{QUESTION}\n{signature}"
    assert strip_body(text).new_text == QUESTION


def test_new_text_is_cut_and_single_spaced() -> None:
    assert strip_body("a   b \n\n\n\nc").new_text == "a b\n\nc"
    assert len(strip_body("word word\n" * 9000).new_text) <= LONGEST_TEXT


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ["On 3 May ", "On 2021 x\n", "From: x\n", "1/1/2021 To:\n", "1/1/2021\n", "To: x\ncc:\n", "wrote:\n", ">", "> ",
     "--\n", "-- \n", "_" * 40 + "\n", "diff --git \n", "-----BEGIN PGP SIGNATURE-----\n", " ", "best\n", "a:", "\n",
     "this email is "],
)  # fmt: skip
def test_long_nonsense_ends_in_bounds(piece: str) -> None:
    found = strip_body((piece * 100_000)[:100_000])
    assert len(found.new_text) <= LONGEST_TEXT
