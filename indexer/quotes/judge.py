"""From a located quotation to a match: the changes of each part, what the gaps between parts hide, the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.quotes import vocabulary
from indexer.quotes.changes import CUT_OFF, changes_of
from indexer.quotes.compared import Compared, OcrWords
from indexer.quotes.diff import Step, compare
from indexer.quotes.edges import Ends, ends_of
from indexer.quotes.evidence import Answer
from indexer.quotes.locate import Place
from indexer.quotes.models import NEAR, Change, ChangeType, Match, Part, Quotation, Verdict
from indexer.quotes.parse import insertions
from indexer.quotes.sentences import STOP, sentence_ends
from indexer.quotes.source import PagesOfCatalog, Source

EXTRA_WORDS = 4
"""Source words on either side of an aligned place that are compared with it: alignment by characters may cut off a word
that was changed wholly."""

SHORT_INSERTION = 2
"""Words of a marked insertion that can only be read as part of the sentence; of a longer one, its last."""
_BEHIND_NEGATIONS = frozenset(["más", "mas", "ya", "se", "longer", "more"])

MOST_LEFT_OUT = 2_000
"""Characters that an ellipsis may stand for, about a page: what is further apart was not said together."""

_APART = frozenset(["order", "speakers", "spliced"])
"""Why parts on either side of an ellipsis were not said together."""

AROUND = 4
"""Characters beside what is left out that tell whether a sentence ends there."""

LEAST_TRUSTED = 0.6
"""Below it so much is not there that nothing is taken for cut off: of the quotations of simulated scans that lose words
at the ends of their lines, the worst has .72 (docs/decisions/0046-another-word.md)."""

MOST_FURNITURE = 16
"""Words of a running head with its page number, and of a foot, at most."""


Diff = Callable[[Sequence[str], Sequence[str]], Sequence[Step]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A match at its (first) place, and for each part of the quotation which words of the source answer which of it.
    ``apart``: the parts that were not said together with the one before."""

    match: Match
    answers: tuple[tuple[Answer, ...], ...]
    place: Place
    apart: frozenset[int] = frozenset()

    @property
    def passages(self) -> list[list[str]]:
        """The words of the source that answer the quotation, by what was said together."""
        passages: list[list[str]] = []
        for number, answers in enumerate(self.answers):
            if not passages or number in self.apart:
                passages.append([])
            passages[-1] += [word for answer in answers for word in answer.source]
        return passages


@dataclass(frozen=True, slots=True)
class Judged:
    """A part beside its source: the words [first, last) of the source that answer it, and how."""

    part: Part
    first: int
    last: int
    changes: tuple[Change, ...]
    answers: tuple[Answer, ...]
    notes: tuple[str, ...] = ()


def judge(
    catalog: PagesOfCatalog, quotation: Quotation, source: Source, places: Sequence[Place], diff: Diff = compare
) -> Judgement:
    """What became of the quotation at ``places`` (one for each of its parts, in its order) of ``source``.

    ``diff`` compares words; it may do so in another process."""
    judged = [
        _part(_Beside(catalog, quotation, source, diff), part, place)
        for part, place in zip(quotation.parts, places, strict=True)
    ]
    changes = [change for part in judged for change in part.changes] + _negating(quotation)
    gaps = [_gap(quotation, source, before, after) for before, after in pairwise(judged)]
    changes += [change for gap in gaps for change in gap]
    apart = (number for number, gap in enumerate(gaps, 1) if any(change.why in _APART for change in gap))
    start = source.words[min(part.first for part in judged)].start
    end = source.words[max(part.last for part in judged) - 1].end
    similarity = similarity_at(places)
    if similarity < LEAST_TRUSTED:
        changes = [_distrusted(change) for change in changes]
    shown = [_relative(change, start) for change in changes]
    page = source.pages[source.page_at(start)]
    turn = source.turn_at(start)
    match = Match(
        document=source.document,
        stretches=source.stretches(start, end),
        source_text=source.text[start:end],
        verdict=verdict_of(shown),
        similarity=similarity,
        changes=tuple(shown),
        speaker=turn.speaker if turn else None,
        language=turn.language if turn else page.language,
        ocr=page.ocr,
        confidence=page.reading.confidence,
        context=source.context(start, end),
        notes=_notes(source, judged[0]) + tuple(dict.fromkeys(note for part in judged for note in part.notes)),
    )
    return Judgement(match, tuple(part.answers for part in judged), places[0], frozenset(apart))


def extra_words(place: Place) -> int:
    """So many words of the source on either side of an aligned place are compared with it."""
    return 0 if place.distance == 0 else EXTRA_WORDS + place.distance // 4


def similarity_at(places: Sequence[Place]) -> float:
    """The share of letters that are the same, from 0 to 1."""
    edits = sum(place.distance for place in places)
    length = sum(place.end - place.start for place in places)
    return round(max(0.0, 1 - edits / max(1, length)), 4)


def _negating(quotation: Quotation) -> list[Change]:
    """Marked insertions that deny what is quoted: ``México [hoy ya no] es``. A remark with a negation further inside
    (``[who did not attend]``) speaks of something else."""
    return [
        Change(
            ChangeType.NEGATION, quotation.text[start:end], "", critical=True, why="negation", quote_span=(start, end)
        )
        for start, end, inserted in insertions(quotation.text)
        if _denies(inserted.split())
    ]


def _denies(said: Sequence[str]) -> bool:
    if len(said) <= SHORT_INSERTION:
        return any(map(vocabulary.negates, said))
    last = said[-1] if said[-1] not in _BEHIND_NEGATIONS else said[-2]
    return vocabulary.negates(last)


def verdict_of(changes: Sequence[Change]) -> Verdict:
    """The contract's verdict for a quotation of which every part was found."""
    if not changes:
        return Verdict.VERBATIM
    return Verdict.NEAR_VERBATIM if all(change.type in NEAR for change in changes) else Verdict.ALTERED


def _distrusted(change: Change) -> Change:
    """The change, but words that are said to be cut off are added ones."""
    if change.why != CUT_OFF:
        return change
    return replace(change, type=ChangeType.WORD if change.source else ChangeType.INSERTION)


def _relative(change: Change, start: int) -> Change:
    if change.source_span is None:
        return change
    return replace(change, source_span=(change.source_span[0] - start, change.source_span[1] - start))


@dataclass(frozen=True, slots=True)
class _Beside:
    """A quotation beside a source."""

    catalog: PagesOfCatalog
    quotation: Quotation
    source: Source
    diff: Diff


def _part(beside: _Beside, part: Part, place: Place) -> Judged:
    source = beside.source
    aligned = first, last = source.within(place.start, place.end)
    extra = extra_words(place)
    first, last = max(0, first - extra), min(len(source.words), last + extra)
    found = source.words[first:last]
    steps = beside.diff([word.word for word in part.words], [word.word for word in found])
    turn = source.turn_at(found[0].start) if found else None
    page = source.pages[source.page_at(found[0].start)] if found else source.pages[0]
    compared = Compared(
        beside.quotation.text,
        part.words,
        source,
        found,
        turn.language if turn else page.language,
        OcrWords(beside.catalog, source) if page.ocr else None,
    )
    told = _of_one_sentence(compared, steps)
    changes = [
        _across_speakers(source, change) for change in changes_of(compared, told) if not _furniture(source, change)
    ]
    answered = [step.source for step in told if step.source[0] != step.source[1]]
    begin = first + (answered[0][0] if answered else 0)
    finish = first + (answered[-1][1] if answered else 1)
    if place.distance:  # the words at the ends may be spelt so badly that none answers another
        begin, finish = min(begin, aligned[0]), max(finish, aligned[1])
    finish = max(begin + 1, finish)
    ends = Ends(begin, finish)
    if answered:
        opens = part is beside.quotation.parts[0]
        ends = ends_of(source, begin, finish, part.words, beside.quotation.text, opens=opens)
    answers = tuple(
        Answer(
            tuple(word.word for word in part.words[slice(*step.quote)]),
            tuple(word.word for word in found[slice(*step.source)]),
        )
        for step in steps
    )
    return Judged(part, ends.first, ends.last, (*changes, *ends.changes), answers, ends.notes)


def _of_one_sentence(compared: Compared, steps: Sequence[Step]) -> list[Step]:
    """The steps, but the first word of the quotation was added, rather than put in place of the last word of another
    sentence; and so was the last, rather than in place of the first of the next."""
    told = list(steps)
    if len(steps) > 1 and _crosses(compared, steps[0], steps[1], steps[0]):
        told[0] = Step(steps[0].quote, (steps[0].source[1],) * 2, False)
    if len(steps) > 1 and _crosses(compared, steps[-2], steps[-1], steps[-1]):
        told[-1] = Step(steps[-1].quote, (steps[-1].source[0],) * 2, False)
    return told


def _crosses(compared: Compared, one: Step, other: Step, end: Step) -> bool:
    """Whether the source has another sentence at the step ``end``, but not the quotation, of two steps in a row."""
    if one.equal == other.equal or end.equal or 0 in (end.quote[1] - end.quote[0], end.source[1] - end.source[0]):
        return False
    quoted = compared.text[compared.words[one.quote[1] - 1].end : compared.words[other.quote[0]].start]
    found = compared.source.text[compared.found[one.source[1] - 1].end : compared.found[other.source[0]].start]
    return bool(STOP.search(found)) and not STOP.search(quoted)


def _across_speakers(source: Source, change: Change) -> Change:
    """A change that leaves out the border between two speakers splices what they said."""
    if change.source_span is None or change.type in NEAR:
        return change
    start, end = change.source_span
    before, after = source.turn_at(max(0, start - 1)), source.turn_at(end)
    if before is None or after is None or before.speaker == after.speaker:
        return change
    return replace(change, critical=True, why="speakers")


def _furniture(source: Source, change: Change) -> bool:
    """Whether what the quotation leaves out is what is printed between two pages: head, foot and page number, in
    lines of their own."""
    if change.source_span is None or change.quote:
        return False
    start, end = change.source_span
    first, last = source.page_at(start), source.page_at(end - 1)
    if source.pages[first].width is None:
        return False
    text = source.text
    ends_page = not text[end : _page_end(source, last)].strip()
    begins_page = not text[source.starts[first] : start].strip()
    if first == last and not (ends_page or begins_page):
        return False
    own_line_before = begins_page or "\n" in text[max(0, start - 3) : start]
    own_line_after = ends_page or "\n" in text[end : end + 3]
    sides = [text[start:end]]
    if last == first + 1:
        sides = [text[start : source.starts[last]], text[source.starts[last] : end]]
    short = all(len(re.findall(r"\w+", side)) <= MOST_FURNITURE for side in sides)
    return own_line_before and own_line_after and short


def _page_end(source: Source, index: int) -> int:
    return source.starts[index] + len(source.pages[index].text)


def _gap(quotation: Quotation, source: Source, before: Judged, after: Judged) -> list[Change]:
    """What a marked ellipsis must not do: hide a negation of a sentence it cuts, join speakers, turn the order."""
    span = (before.part.words[-1].end, after.part.words[0].start)
    if after.first < before.last:
        words = (after.part.words[0].start, after.part.words[-1].end)
        printed = quotation.text[slice(*words)]
        return [Change(ChangeType.ORDER, printed, "", critical=True, why="order", quote_span=words)]
    start, end = source.words[before.last - 1].end, source.words[after.first].start
    one, other = source.turn_at(source.words[before.last - 1].start), source.turn_at(end)
    left_out = source.text[start:end]
    if not re.search(r"\w", left_out):  # the source's own «…»
        return []
    if one and other and one.speaker != other.speaker:
        return [
            Change(
                ChangeType.OMISSION, "…", left_out.strip(), True, "speakers", quote_span=span, source_span=(start, end)
            )
        ]
    if len(left_out) > MOST_LEFT_OUT:
        return [Change(ChangeType.OMISSION, "…", "…", True, "spliced", quote_span=span, source_span=(start, end))]
    if at := _hidden_negation(source.text, start, end):
        return [
            Change(ChangeType.NEGATION, "…", source.text[slice(*at)], True, "hidden", quote_span=span, source_span=at)
        ]
    return []


def _hidden_negation(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A negation in what ``text[start:end]`` leaves out of a sentence of which the rest is quoted."""
    begin = max(0, start - AROUND)
    borders = [begin + at for at in sentence_ends(text[begin : end + AROUND]) if start < begin + at <= end]
    cut = [(start, borders[0]), (borders[-1], end)] if borders else [(start, end)]
    for first, last in cut:
        for match in re.finditer(r"[^\W_]+(?:['’]t)?", text[first:last]):
            if vocabulary.negates(match[0]) and not vocabulary.denies_nothing(text, first + match.start(), end):
                return first + match.start(), first + match.end()
    return None


def _notes(source: Source, part: Judged) -> tuple[str, ...]:
    """A negation right before the first word quoted, in the same sentence."""
    if part.first == 0:
        return ()
    before = source.words[part.first - 1]
    between = source.text[before.end : source.words[part.first].start]
    negated = vocabulary.negates(source.text[before.start : before.end]) and not re.search(r"[.,;:!?…\n]", between)
    return ("negation_before",) if negated else ()
