"""Whether a text asks its reader for something."""

from __future__ import annotations

from pathlib import Path

import pytest

from followq.mail.requests import ASKS, MOST_SENTENCES, find_request, split_sentences, weigh_request

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    "sentence",
    [
        "Can you send me the quote by Friday?",
        "Please send me the signed contract.",
        "Tom, could you check the figures?",
        "What do you think?",
        "Would you mind taking a look at the draft?",
        "Könntest du mir das Angebot schicken?",
        "Pourriez-vous m'envoyer le contrat ?",
        "¿Podrías enviarme el contrato?",
    ],
)
def test_requests_and_questions_ask(sentence: str) -> None:
    assert weigh_request(sentence) >= ASKS


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks, OK",
        "The quote went out yesterday.",
        "He said that the meeting was moved to the second floor.",
        "Signed-off-by: Tom Baker <tom@example.org>",
        "The figures of the third quarter were better than the year before.",
    ],
)
def test_statements_do_not_ask(sentence: str) -> None:
    assert weigh_request(sentence) < ASKS


def test_the_sentence_that_asks_is_returned() -> None:
    text = "Hello Ana,\n\nthe draft is done. It took a while. Could you send me your comments by Friday?\n\nBest\nTom"
    found = find_request(text)
    assert found.sentence == "Could you send me your comments by Friday?"
    assert found.likelihood >= ASKS


def test_an_empty_text_asks_nothing() -> None:
    assert find_request("") == ("", 0.0)
    assert find_request("...\n---\n") == ("", 0.0)


def test_code_is_not_read_as_prose() -> None:
    assert split_sentences("+if (can_you(send)) {\n    return please;\nIt works.") == ["It works."]


def test_texts_without_an_end_are_cut() -> None:
    found = split_sentences("Can you? " * 5000)
    assert len(found) == 2 * MOST_SENTENCES
    assert len(split_sentences("word " * 5000)[0]) <= 600


@pytest.mark.skipif(not (DATA / "labels").is_dir(), reason="no labelled sentences in ../shared/data")
def test_the_test_beats_a_question_mark_and_keywords_on_sentences_it_has_not_learned() -> None:
    from bench.mail.sentences import measure_all, read_halves

    found = measure_all(read_halves(DATA)[1])
    ours = found.pop("followq").f1
    assert ours > 0.75
    assert ours > 1.3 * max(each.f1 for each in found.values())
