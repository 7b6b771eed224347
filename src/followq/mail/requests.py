"""Whether a sentence asks its reader to do or to answer something, and which sentence of a text does.

A linear test: the sum of learned weights of the words, pairs of words and shapes that a sentence has (`weights`),
and of a few set ones for languages that the training sentences aren't in. `bench.mail --train` makes the weights.
"""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import pairwise

from followq.mail.weights.request_shapes import SHAPES, WITH_QUESTION
from followq.mail.weights.requests import LEARNED
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_SENTENCES = 60
"""Of one text: the first ones, and as many of the last."""
LONGEST_SENTENCE = 600
ASKS = 0.5
"""Likelihood from which on a sentence asks."""

SELDOM = 0.05
"""Likelihood of a sentence without any of the words that nearly every request has; it is not weighed, for speed."""
_MAY_ASK = re.compile(
    r"\?|\b(?:you|your|u|please|pls|plz|kindly|let|lets|call|send|give|need|want|like|should|could|would|can|appreciate|"
    r"discuss|meet|advise|confirm|forward|check|thoughts|comments|remind|reminder|make sure|lunch|dinner|available|"
    r"works|look forward)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[-*\u2022>\"\u201c( ]+|^\d{1,2}[.)]\s+")
_SPOKEN_TO = re.compile(
    r"^(?:(?:hi|hey|hello|dear|ok|okay|yes|no|also|well|so|and|but|thanks)[ ,]+)?"
    r"(?:[A-Z][\w.'-]+(?: (?:and |& )?[A-Z][\w.'-]+){0,2})\s?(?:,|:|--?|;)\s+(?=\w)"
)
_INNER_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+|\?")
_END = re.compile(
    r"(?<=[.!?])[\"')\u201d]*\s+(?=[\"'(\u201c]?[^\Wa-z\d])|(?<=[?!])\s+|\n\s*\n|\n(?=\s*(?:[-*\u2022]|\d{1,2}[.)])\s)"
)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_CODE = re.compile(r"^(?:[+\-@>|#$%]|\.[A-Z]{2}\b|diff |index |\s{8,}|\t)|[{};]\s*$")
_OTHER_LANGUAGES = re.compile(
    r"\b(?:k\u00f6nn(?:te|test|ten|en) (?:du|sie|ihr)|kannst du|w\u00fcrde(?:st|n)? (?:du|sie)|bitte(?! sehr)|"
    r"melde dich|"
    r"gib(?:t)? (?:mir|uns)|(?:sag|schick|sende) (?:mir|uns)|"
    r"pou(?:vez|rriez)[- ]vous|peux[- ]tu|pourrais[- ]tu|merci de (?!votre|ta|ton)|veuillez|"
    r"s['\u2019]il (?:vous|te) pla\u00eet|"
    r"dites[- ]moi|dis[- ]moi|envoyez|"
    r"podr\u00edas?|pued(?:es|e usted|en)|por favor|d\u00edgame|dime|av\u00edsame|env\u00edame|"
    r"potr(?:esti|ebbe)|puoi|pu\u00f2|per favore|fammi sapere|mi faccia|"
    r"voc\u00ea pode|poderia|pode(?:s|m)? |me diga|"
    r"(?:kun|kunt|kan) (?:je|u|jij)|zou (?:je|u)|alstublieft|graag|laat (?:me|het)|"
    r"kan du|skulle du|v\u00e4nligen|sn\u00e4lla)\b",
    re.IGNORECASE,
)
_OTHER_WEIGHT = 2.5


class Request(NamedTuple):
    """The sentence that asks most clearly, and how likely it asks at all, 0.0 to 1.0."""

    sentence: str
    likelihood: float


NO_REQUEST = Request("", 0.0)


def find_request(text: str) -> Request:
    """Find the sentence that asks the reader to do or to answer something, quotes and signatures being off already."""
    return max(weigh_sentences(text), key=lambda each: each.likelihood, default=NO_REQUEST)


def weigh_sentences(text: str) -> list[Request]:
    """Weigh every sentence of a text, in their order."""
    return [Request(sentence, weigh_request(sentence)) for sentence in split_sentences(text)]


def weigh_request(sentence: str) -> float:
    """How likely a sentence asks its reader for something, 0.0 to 1.0."""
    cut = sentence[:LONGEST_SENTENCE]
    in_other_language = bool(_OTHER_LANGUAGES.search(cut))
    if not in_other_language and not _MAY_ASK.search(cut):
        return SELDOM
    learned = _learned()
    score = learned["(all)"] + sum(learned.get(feature, 0.0) for feature in list_features(sentence, _weighed_shapes()))
    if in_other_language:
        score += _OTHER_WEIGHT
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def split_sentences(text: str) -> list[str]:
    """Split a text into its sentences, without lines of code, at most twice `MOST_SENTENCES`, each cut to a length."""
    prose = "\n".join(line for line in _BLANK_LINES.sub("\n\n", text).split("\n") if not _CODE.search(line))
    parts = [" ".join(part.split())[:LONGEST_SENTENCE] for part in _END.split(prose)]
    found = [part for part in parts if any(map(str.isalpha, part))]
    return found if len(found) <= 2 * MOST_SENTENCES else found[:MOST_SENTENCES] + found[-MOST_SENTENCES:]


def list_features(sentence: str, shapes: Mapping[str, re.Pattern[str]] = SHAPES) -> set[str]:
    """What the test looks at: words, pairs of words, the first words, and shapes in parentheses."""
    whole = sentence.strip()[:LONGEST_SENTENCE].replace("\u2019", "'")
    bare = _BULLET.sub("", whole)
    spoken_to = _SPOKEN_TO.match(bare)
    cut = bare[spoken_to.end() :] if spoken_to else bare
    words = ["0" if word[0].isdigit() else word.lower() for word in _WORD.findall(cut)]
    plain = [word for word in words if word != "?"]
    found = set(plain)
    found.update(f"{one} {two}" for one, two in pairwise(words))
    found.update(f"^{' '.join(plain[:count])}" for count in (1, 2) if len(plain) >= count)
    found.update(name for name, pattern in shapes.items() if pattern.search(cut))
    found.update(_list_marks(whole, len(plain)))
    if spoken_to:
        found.add("(speaks to a name)")
    if "(question)" in found:
        found.update(f"{name}?" for name in WITH_QUESTION if name in found)
    return found


def _list_marks(sentence: str, length: int) -> Iterator[str]:
    yield f"(length {min(length.bit_length(), 6)})"
    if "?" in sentence:
        yield "(question)"
    if sentence.rstrip("\"') \u201d").endswith("?"):
        yield "(question ends it)"
    if "!" in sentence:
        yield "(exclaims)"
    if "%" in sentence or "$" in sentence:
        yield "(figures)"
    if "http" in sentence or "www." in sentence or "@" in sentence:
        yield "(link)"
    if '"' in sentence or "\u201c" in sentence:
        yield "(quotes)"
    if len(_INNER_NAME.findall(sentence)) > 2:
        yield "(many names)"


@cache
def _learned() -> dict[str, float]:
    rows = (row.rpartition(" ") for row in LEARNED.split("\n") if row)
    return {feature: int(weight) / 100 for feature, _, weight in rows}


@cache
def _weighed_shapes() -> dict[str, re.Pattern[str]]:
    # Those without a weight aren't searched for.
    learned = _learned()
    return {name: pattern for name, pattern in SHAPES.items() if name in learned or f"{name}?" in learned}
