"""One form for everything that people may type in several ways: case, accents, letters that a keyboard lacks.

Names, projects, tags, searches and completions are compared in it. It is for comparing, never shown or stored as what
was written.
"""

from __future__ import annotations

LETTERS = str.maketrans(
    "łøđðħıŧŋĸƀɓƃƈɖɗƌɇəǝɛƒɠǥɡɨɩƙƚɫɲƞɵɔƥʀɍȿʈƭʉʊʋɏƴƶʒⱥⱦɉґғқңөұүәҳҷҹєىیکةەہ‘’ʼʻʹʾʿ′՚‐‒–—―−",
    "loddhitnqbbbcdddeeeefgggiikllnnooprrsttuuvyyzzatjггкноууахччеييكههه'''''''''------",
) | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th", ord("ƕ"): "hv", ord("ȣ"): "ou", ord("ـ"): ""}
"""What stands for one another without Unicode saying so: each letter as people type it who lack it.

Only small letters, as case is folded first, and none that Unicode takes apart itself.
"""

UNSPACED = (
    (0x0E00, 0x109F),  # Thai, Lao, Tibetan, Myanmar
    (0x1100, 0x11FF),  # Korean letters
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19FF),
    (0x1A20, 0x1AAF),
    (0x1B00, 0x1B7F),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x303C),
    (0x3040, 0x31FF),  # Japanese, Bopomofo
    (0x3400, 0x4DBF),
    (0x4E00, 0xA4CF),  # Chinese, Yi
    (0xA960, 0xA9FF),
    (0xAA60, 0xAADF),
    (0xAC00, 0xD7FF),  # Korean: spaced, but its words are built of words
    (0xF900, 0xFAFF),
    (0x16FE0, 0x1B2FF),
    (0x20000, 0x3FFFF),
)
"""Scripts that don't put spaces between words, or not between all."""


def fold(text: str) -> str:
    """The text without case, accents and invisible characters, in letters that any keyboard has.

    What is nothing but accents keeps them.
    """
    if text.isascii():
        return text.lower()
    before, folded = "", text
    while folded != before:
        # Folding may bring up what has to be folded again; two rounds mostly settle it.
        before = folded
        folded = _fold_once(folded)
    return folded if folded.strip() else spell(text) or folded


def _fold_once(text: str) -> str:
    from unicodedata import normalize

    return normalize("NFC", normalize("NFKD", normalize("NFKD", text).casefold()).translate(_FOLDED))


class _Folded(dict[int, "str | int | None"]):
    """What becomes of each letter, found out once."""

    def __missing__(self, code: int) -> int | None:
        found = self[code] = None if _is_left_out(chr(code)) else code
        return found


_FOLDED = _Folded(LETTERS)


def _is_left_out(ch: str) -> bool:
    # Accents, Hebrew and Arabic points, signs that only say how others look. Vowel signs of India and Thailand and the
    # voice marks of Japanese are letters, so they stay.
    from unicodedata import category, combining

    kind, place, code = category(ch), combining(ch), ord(ch)
    if kind in ("Cf", "Me"):
        return True
    says_how = code == 0x034F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F
    return kind == "Mn" and (place in (1, 7) or 10 <= place <= 36 or place >= 200 or says_how)


def spell(text: str) -> str:
    """The text with its accents, in a form in which only case, width, spaces and invisible characters are alike."""
    if text.isascii():
        return " ".join(text.lower().split())
    from unicodedata import category, normalize

    before, key = "", text
    while key != before:
        before = key
        visible = "".join(ch for ch in key if category(ch) != "Cf")
        key = normalize("NFKC", normalize("NFKC", visible).casefold())
    return " ".join(key.split())


def is_unspaced(ch: str) -> bool:
    """Whether a character may begin a word in the middle of others."""
    code = ord(ch)
    return code >= UNSPACED[0][0] and any(first <= code <= last for first, last in UNSPACED)


class _Apart(dict[int, "str | int"]):
    def __missing__(self, code: int) -> str | int:
        found = self[code] = f" {chr(code)} " if is_unspaced(chr(code)) else code
        return found


_APART = _Apart()


def set_apart(text: str) -> str:
    """The text with a space round each character of unspaced scripts, so that each counts as a word."""
    return text if text.isascii() else " ".join(text.translate(_APART).split())


SAME, BEGINNING, LATER_WORD = range(3)
"""Where a name has what was typed, the likeliest first."""

_MARKS = str.maketrans(",()", "   ")


def words_of(key: str) -> str:
    """A folded name as it is matched: commas and brackets part words and are nothing else."""
    if "," in key or "(" in key or ")" in key:
        return " ".join(key.translate(_MARKS).split())
    return key


def match(name: str, key: str) -> int | None:
    """How well a folded name matches a folded key, both as `words_of` has them: SAME, BEGINNING, LATER_WORD, or None.

    Every search for a person goes by this: commands, questions, the editor and Tab.
    """
    if not key:
        return None
    if name.startswith(key):
        return SAME if name == key else BEGINNING
    is_later = f" {key}" in name or (is_unspaced(key[0]) and key in name)
    return LATER_WORD if is_later else None


def from_each_word(name: str) -> list[str]:
    """A name as it was written, from each place on where `match` finds a word: Tom Baker, Baker."""
    starts = [n for n in range(1, len(name)) if name[n - 1] in " ,(" or is_unspaced(name[n])]
    return [name, *(name[start:] for start in starts if name[start] not in " ,()")]


def find_rest(typed: str, word: str) -> str | None:
    """What of a word comes behind its beginning, however that was typed; None where the word doesn't begin so."""
    key = fold(typed)
    if not fold(word).startswith(key):
        return None
    if word.isascii():
        return word[len(key) :]
    end = max(place for place in range(len(word) + 1) if key.startswith(fold(word[:place])))
    begun = fold(word[:end])
    if begun == key:
        return word[end:]
    # A letter that is typed in two, of which one is there: ss for ß.
    return fold(word[: end + 1])[len(key) :] + word[end + 1 :]
