"""One form for whatever people type: names, projects, tags, searches and completions are compared in it."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from followq.model.core.folding import LETTERS, find_rest, fold, match, set_apart

EVERY_LETTER = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("José Núñez", "jose nunez"),
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Søren Ødegård", "soren odegard"),
        ("Groß STRASSE ẞ", "gross strasse ss"),
        ("Đorđe Đặng", "dorde dang"),
        ("Işık IŞIK İpek", "isik isik ipek"),
        ("Ægir Cœur Þór Guðrún", "aegir coeur thor gudrun"),
        ("Ħamrun Ŋuŋu Ŧeŧŧe", "hamrun nunu tette"),
        ("Əliyev Ɓala Ɗan Ƙofa", "eliyev bala dan kofa"),
        ("Ångström", "angstro\u0308m"),
        ("Nguyễn Thị Phượng", "nguyen thi phuong"),
        ("Ǿrsted ŐŰ", "orsted ou"),
        ("O’Brien Keʻala", "o'brien ke'ala"),
        ("Smith–Jones", "smith-jones"),
        ("ΆΡΗΣ Άρης", "αρησ αρης"),
        ("Фёдор Ґалаґан", "федор галаган"),
        ("أحمد مُحَمَّد", "احمد محمد"),
        ("علي یکتا", "على يكتا"),
        ("שָׁלוֹם", "שלום"),
        ("ﾀﾅｶ Ｔａｎａｋａ", "タナカ tanaka"),
        ("❤️", "❤"),
    ],
)
def test_what_is_written_and_what_is_typed_are_one(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)
    assert fold(written.upper()) == fold(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("が", "か"),
        ("パ", "ハ"),
        ("हिन्दी", "हन्द"),
        ("ที่", "ทา"),
        ("김", "기"),
        ("ana", "anna"),
        ("и", "е"),
        ("ま", "マ"),
    ],
)
def test_what_makes_another_word_stays(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_every_letter_folds_once_whatever_its_case_and_form() -> None:
    for letter in EVERY_LETTER:
        folded = fold(letter)
        assert fold(folded) == fold(letter.upper()) == folded, hex(ord(letter))
        for form in ("NFD", "NFKC"):
            assert fold(unicodedata.normalize(form, letter)) == folded, hex(ord(letter))


def test_the_letters_of_its_own_are_small_ones_that_unicode_keeps_whole() -> None:
    for code in LETTERS:
        assert (chr(code).casefold(), unicodedata.decomposition(chr(code))) == (chr(code), "")


def test_what_is_nothing_but_accents_is_still_something() -> None:
    assert fold("\u0301") == "\u0301"
    assert fold("\u00a0") == " "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("大会議室で10時", "大 会 議 室 で 10 時"),
        ("pdfファイル v2", "pdf フ ァ イ ル v2"),
        ("ที่", "ท ี ่"),
        ("주간회의", "주 간 회 의"),
        ("𠮷野", "𠮷 野"),
        ("नमस्ते दुनिया", "नमस्ते दुनिया"),
        ("café noir", "café noir"),
    ],
)
def test_characters_of_unspaced_scripts_stand_apart(text: str, words: str) -> None:
    assert set_apart(text) == words


@pytest.mark.parametrize(
    ("name", "key", "is_fit"),
    [
        ("jose nunez", "jose n", True),
        ("jose nunez", "nun", True),
        ("jose nunez", "unez", False),
        ("jose nunez", "", False),
        ("李小龙", "小龙", True),
        ("山田太郎", "太郎", True),
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(name: str, key: str, is_fit: bool) -> None:
    assert (match(name, key) is not None) is is_fit


@pytest.mark.parametrize(
    ("typed", "word", "rest"),
    [
        ("", "Ægir", "Ægir"),
        ("ana l", "Ana Lopez", "opez"),
        ("JOSE N", "José Núñez", "úñez"),
        ("jose", "Jose\u0301 Diaz", " Diaz"),
        ("stras", "Straße", "se"),
        ("strass", "Straße", "e"),
        ("a", "Ægir", "egir"),
        ("łod", "Lodz", "z"),
        ("tom", "Ana", None),
        ("anna", "Ana", None),
    ],
)
def test_the_rest_of_a_word_continues_what_was_typed(typed: str, word: str, rest: str | None) -> None:
    assert find_rest(typed, word) == rest
