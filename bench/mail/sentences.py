"""The request test on labelled sentences: one half to learn from, the other to measure on.

`labels/enron-intent` holds sentences that ask their reader for something and such that don't, a line each. Every other
line of either file is learned from; the measures are taken on the rest.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.mail.fitting import ALL, Example, fit
from followq.mail.requests import ASKS, list_features, weigh_request
from followq.mail.weights.request_shapes import SHAPES

FEWEST = 3
"""Training sentences that a word must stand in."""
MOST_SHAPES = 40
_STRICTNESS, _SHAPE_STRICTNESS, _ROUNDS = 4.0, 0.5, 30
_KEYWORDS = re.compile(
    r"\b(?:please|pls|can you|could you|would you|will you|let me know|let us know|need you|do you|are you)\b", re.I
)
_NOT_NAMES = frozenset(("i", "i'm", "i'll", "i'd", "i've"))


class Labelled(NamedTuple):
    """A sentence, and whether it asks."""

    text: str
    asks: bool


class RequestFigures(NamedTuple):
    """How well a test finds the sentences that ask."""

    precision: float
    recall: float
    f1: float
    sentences: int


def read_halves(data: Path) -> tuple[list[Labelled], list[Labelled]]:
    """Read the sentences to learn from, and those to measure on."""
    halves: tuple[list[Labelled], list[Labelled]] = ([], [])
    for name, asks in (("intent_pos.txt", True), ("intent_neg.txt", False)):
        lines = (data / "labels" / "enron-intent" / name).read_text(encoding="utf-8", errors="replace").splitlines()
        for place, line in enumerate(line.strip() for line in lines if line.strip()):
            halves[place % 2].append(Labelled(line, asks))
    return halves


def learn(sentences: list[Labelled]) -> dict[str, float]:
    """Learn the weights. Names and rare words are left out.

    A false alarm costs the reader less than a request that is missed, and asking sentences are the fewer: the
    threshold lies where F1 is best on the sentences learned from, each judged by weights learned without it.
    """
    seen = [(list_features(each.text), each.asks) for each in sentences]
    names = _find_names(sentences)
    counted = Counter(feature for features, _ in seen for feature in features)
    kept = {
        feature
        for feature, times in counted.items()
        if times >= FEWEST and (feature[0] == "(" or not names & set(feature.lstrip("^").split()))
    }
    examples = [Example(dict.fromkeys(sorted(features & kept), 1.0), asks) for features, asks in seen]
    kept -= _find_weak_shapes(_fit(examples), counted, len(seen))
    examples = [Example(dict.fromkeys(sorted(features & kept), 1.0), asks) for features, asks in seen]
    weights = _fit(examples)
    weights[ALL] -= _find_threshold(examples)
    return weights


def _find_weak_shapes(weights: dict[str, float], counted: Counter[str], sentences: int) -> set[str]:
    # Each shape is a search in each sentence of a mailbox; those that move little aren't worth it.
    def reach(name: str) -> float:
        share = counted[name] / sentences
        return abs(weights.get(name, 0.0)) * math.sqrt(share * (1 - share))

    searched = {name for name in SHAPES if name in weights}
    moving = {name: max(reach(name), reach(f"{name}?")) for name in searched}
    weak = set(sorted(searched, key=lambda name: -moving[name])[MOST_SHAPES:])
    return weak | {f"{name}?" for name in weak}


def _fit(examples: list[Example]) -> dict[str, float]:
    return fit(examples, _STRICTNESS, _ROUNDS, shape_strictness=_SHAPE_STRICTNESS)


def _find_threshold(examples: list[Example], parts: int = 5) -> float:
    scored = []
    for part in range(parts):
        weights = _fit([each for place, each in enumerate(examples) if place % parts != part])
        scored += [(_sum(weights, each), each.is_one) for each in examples[part::parts]]
    asking = sum(asks for _, asks in scored)

    def measure(threshold: float) -> float:
        found = [asks for score, asks in scored if score > threshold]
        return 2 * sum(found) / (len(found) + asking)

    steps = [step / 10 for step in range(-15, 6)]
    # The middle of what is nearly best, which one sentence more or less doesn't move.
    best = max(map(measure, steps))
    good = [step for step in steps if measure(step) > best - 0.01]
    return sum(good) / len(good)


def _sum(weights: dict[str, float], example: Example) -> float:
    return weights[ALL] + sum(weights.get(name, 0.0) for name in example.figures)


def _find_names(sentences: list[Labelled]) -> set[str]:
    # Words that stand amid sentences with a capital more often than without.
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for each in sentences:
        for word in re.findall(r"(?<=\S )[A-Za-z']+", each.text):
            (capital if word[0].isupper() else small)[word.lower()] += 1
    return {word for word, times in capital.items() if times > small[word]} - _NOT_NAMES


def write_table(weights: dict[str, float]) -> str:
    """Write the module that holds the weights, in hundredths; what rounds to 0 is left out."""
    rows = {name: round(100 * weight) for name, weight in weights.items()}
    lines = [f"{name} {weight}" for name, weight in sorted(rows.items()) if weight or name == ALL]
    return (
        '"""Weights of words, pairs and shapes in the request test, in hundredths, made by `bench.mail --train`."""\n\n'
        'LEARNED = """\n' + "\n".join(lines) + '\n"""\n'
    )


def measure_all(sentences: list[Labelled]) -> dict[str, RequestFigures]:
    """Measure the package's test beside a question mark and a list of keywords."""
    return {
        "followq": _measure([weigh_request(each.text) >= ASKS for each in sentences], sentences),
        "question mark": _measure(["?" in each.text for each in sentences], sentences),
        "keywords": _measure([bool(_KEYWORDS.search(each.text)) for each in sentences], sentences),
        "either": _measure(["?" in each.text or bool(_KEYWORDS.search(each.text)) for each in sentences], sentences),
    }


def measure_weights(weights: dict[str, float], sentences: list[Labelled]) -> RequestFigures:
    """Measure weights that aren't in the package."""
    said = [weights[ALL] + sum(weights.get(name, 0.0) for name in list_features(each.text)) > 0 for each in sentences]
    return _measure(said, sentences)


def _measure(said: list[bool], sentences: list[Labelled]) -> RequestFigures:
    hits = sum(one and each.asks for one, each in zip(said, sentences, strict=True))
    precision, recall = hits / max(1, sum(said)), hits / max(1, sum(each.asks for each in sentences))
    return RequestFigures(precision, recall, 2 * precision * recall / max(1e-9, precision + recall), len(sentences))
