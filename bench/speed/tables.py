"""A run as tables, in Markdown, which reads as well on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bench.speed.aims import Reached, reached
from bench.speed.figures import Figure, figure, noise, ratio_between, samples_of
from bench.speed.program import QUESTIONS
from bench.speed.programs.floors import FLOOR, FLOORS, PYTHON
from bench.speed.programs.followq import NAME
from bench.speed.results import Measured, Results

NOTHING = "–"
MEMORY_KEYS = ("today-terminal", "today-pipe")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table whose columns stand below each other."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (head, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return [lines[0], rule, *lines[1:]]


def cell(found: Figure) -> str:
    """Ratio to the floor with its quartiles, and milliseconds."""
    low, high = f"{found.ratio.low:.2f}", f"{found.ratio.high:.2f}"
    return f"{found.ratio.median:.2f} ({low}–{high}), {_number(found.milliseconds)} ms"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def question_table(results: Results, key: str, programs: Sequence[str]) -> list[str]:
    """One question: a row for each program that has an answer to it, a column for each size."""
    rows = []
    for program in programs:
        found = [figure(one, program, key) for one in results.sizes]
        is_left_out = program in results.missing or all("*" in one.skipped.get(program, {}) for one in results.sizes)
        if any(found) or is_left_out:
            cells = [_cell_of(one, results, program, key) for one in results.sizes]
            rows.append([program, *cells])
    return table(["open items", *_labels(results)], rows)


def memory_table(results: Results, key: str, programs: Sequence[str]) -> list[str]:
    """Peak megabytes of one question's call."""
    rows = []
    for program in programs:
        found = [(one.least_megabytes, figure(one, program, key)) for one in results.sizes]
        if any(one for _, one in found):
            rows.append([program, *(_megabytes(one.megabytes, least) if one else NOTHING for least, one in found)])
    return table(["open items", *_labels(results)], rows)


def _megabytes(value: float, least: float) -> str:
    # A child's peak begins with its parent's.
    return f"{'at most ' if value < least + 0.5 else ''}{value:.0f} MB"


def own_table(results: Results, tell: Callable[[Figure], str]) -> list[str]:
    """What only followq answers: a row for each command, a column for each size, `tell` says what stands in a cell."""
    rows = []
    for question in QUESTIONS:
        if question.is_own:
            found = [_cell_of(one, results, NAME, question.key, tell) for one in results.sizes]
            rows.append([question.title, *found])
    return table(["open items", *_labels(results)], rows)


def _short_cell(found: Figure) -> str:
    return f"{found.ratio.median:.2f}, {_number(found.milliseconds)} ms"


def floor_table(results: Results) -> list[str]:
    """What Python costs before any program begins, and the floor against itself."""
    rows = []
    for key, code in FLOORS.items():
        found = [figure(one, PYTHON, key) for one in results.sizes]
        name = "the floor once more" if code == FLOORS[FLOOR] and key != FLOOR else f'`python -c "{code}"`'
        rows.append([name, *(cell(one) if one else NOTHING for one in found)])
    return table(["open items", *_labels(results)], rows)


def aims_table(results: Results) -> list[str]:
    """Aims against what was reached."""
    words = {True: "yes", False: "**no**", None: "not measured"}
    rows = []
    for one in reached(results):
        rows.append([one.aim.what, one.aim.size.label, _bound(one), _value(one), words[one.is_reached]])
    return table(["what", "open items", "aim", "found", "reached"], rows)


def _bound(one: Reached) -> str:
    return f"{'at least' if one.aim.is_least else 'at most'} {one.aim.bound:,g} {one.aim.unit}"


def _value(one: Reached) -> str:
    if one.value is None:
        return NOTHING
    if one.aim.unit == "MB":
        return f"{one.value:.0f} MB"
    return f"{one.value:,.0f}" if one.value > 100 else f"{one.value:.3g}"


def against_table(results: Results, other: str) -> list[str]:
    """This followq beside another version of itself, in the same rounds."""
    rows = []
    for question in QUESTIONS:
        ratios = [ratio_between(one, (NAME, question.key), (other, question.key)) for one in results.sizes]
        if any(ratios):
            found = [f"{one.median:.2f} ({one.low:.2f}–{one.high:.2f})" if one else NOTHING for one in ratios]
            rows.append([question.title, *found])
    rows.append(["the floor once more", *_noises(results)])
    return table([f"now / {other}", *_labels(results)], rows)


def facts(results: Results) -> list[str]:
    """Machine, versions, rounds, what is missing, and what was left out and why."""
    lines = [f"- {name}: {value}" for name, value in results.facts.items()]
    rounds = ", ".join(f"{one.rounds} at {one.size.label}" for one in results.sizes)
    lines += [f"- rounds: {rounds}", f"- the floor against itself: {', '.join(_noises(results))}"]
    lines += [f"- **missing: {name}**: {why}" for name, why in results.missing.items()]
    return [*lines, *_left_out(results)]


def sections(results: Results) -> Iterator[tuple[str, list[str]]]:
    """Title and table of every question, then memory and the floors."""
    programs = [name for name in results.programs() if name != PYTHON]
    for question in QUESTIONS:
        if not question.is_own and any(samples_of(one, NAME, question.key) for one in results.sizes):
            yield question.title, question_table(results, question.key, programs)
    yield "The other commands", own_table(results, _short_cell)
    for question in QUESTIONS:
        if question.key in MEMORY_KEYS:
            yield f"Peak memory: {question.title}", memory_table(results, question.key, programs)
    yield "Peak memory: the other commands", own_table(results, lambda found: f"{found.megabytes:.0f} MB")
    yield "Floors", floor_table(results)


def _labels(results: Results) -> list[str]:
    return [one.size.label for one in results.sizes]


def _noises(results: Results) -> list[str]:
    found = [noise(one) for one in results.sizes]
    return [f"{one.median:.2f} ({one.low:.2f}–{one.high:.2f})" if one else NOTHING for one in found]


def _cell_of(measured: Measured, results: Results, program: str, key: str, tell: Callable[[Figure], str] = cell) -> str:
    if program in results.missing:
        return "missing"
    found = figure(measured, program, key)
    if found:
        return tell(found)
    skipped = measured.skipped.get(program, {})
    why = skipped.get(key) or skipped.get("*")
    return why.partition(":")[0].partition(" with ")[0] if why else NOTHING


def _left_out(results: Results) -> Iterator[str]:
    # A line for each reason, with all that was left out for it.
    titles = {question.key: question.title for question in QUESTIONS} | {"*": "all"}
    for one in results.sizes:
        for program, skipped in one.skipped.items():
            for why in dict.fromkeys(skipped.values()):
                what = ", ".join(titles.get(key, key) for key, reason in skipped.items() if reason == why)
                yield f"- left out: {program} at {one.size.label}, {what}: {why}"
