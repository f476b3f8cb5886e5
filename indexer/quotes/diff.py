"""Words of a quotation against words of a source: which answer each other, which were changed, added or left out.

Dynamic programming over words (Needleman and Wunsch 1970) whose costs prefer a changed word to one dropped and another
added, and let a word answer the two halves that a line end or OCR made of it. The source may begin before and end
after the quotation at no cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer.quotes.vocabulary import FUNCTION, is_number
from indexer.text.edits import letters

_SAME = -0.01
"""A word that is the same: of two ways that cost the same, the one that answers more of the quotation."""

_GAP = 1.0
_NUMBER, _OF_NUMBER = 0.8, 0.3
"""A number changed for another, and each further word of a number: *ocho centavos* beside *treinta y cinco centavos* is
one number changed."""

_JOIN = 0.2
_JOINED_LIKENESS = 0.7
"""So much of two words joined must be the one: else a dropped word is taken for half of its neighbour."""

_CHANGE_LEAST, _CHANGE_MORE = 0.4, 1.4
"""A changed word costs 0.4 to 1.8 by how much of it changed: less than one dropped and one added, whatever it is."""

_BAND_LEAST, _BAND_SHARE = 24, 8
"""Words the two may run apart: 24 and an eighth of the quotation. It bounds the time of long quotations."""

_PAIRED = 2
_LOOSE, _ANSWERS = 4, 0.5
"""So many words at an end that do not answer, that is, keep less than half of their letters."""

_DEARER_FIRST, _DEARER_MORE = 2.0, 3.0
"""How much more than it must a way may cost that is looked for first: two words that answer nothing. If there is none,
four times as much, and so on."""

_ROUNDING = 1e-6
"""Sums of the same costs in another order differ by less."""

_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Step:
    """Words ``quote`` of the quotation answer words ``source`` of the source (ranges, end exclusive, one may be empty).

    ``equal``: they are the same after folding, perhaps cut differently into words.
    """

    quote: tuple[int, int]
    source: tuple[int, int]
    equal: bool

    @property
    def joined(self) -> bool:
        """Whether the same letters are cut into words differently."""
        return self.equal and self.quote[1] - self.quote[0] != self.source[1] - self.source[0]


@lru_cache(maxsize=1 << 14)
def likeness(one: str, other: str) -> float:
    """How much of two words is the same, from 0 to 1."""
    return 1.0 - letters(one, other) / max(len(one), len(other), 1)


def compare(quote: Sequence[str], source: Sequence[str]) -> list[Step]:
    """The steps from the first to the last source word that answers the quotation; ``source`` may be longer."""
    exact = _plain(quote, source)
    if exact is not None:
        return exact
    steps = _trimmed(_path(quote, source))
    steps = _loosened(steps, quote, source)[::-1]
    return _paired(_loosened(steps, quote, source)[::-1], len(source))


def _plain(quote: Sequence[str], source: Sequence[str]) -> list[Step] | None:
    """The steps if the source holds the quotation word for word."""
    size = len(quote)
    for start in range(len(source) - size + 1):
        if source[start] == quote[0] and list(source[start : start + size]) == list(quote):
            return [Step((i, i + 1), (start + i, start + i + 1), True) for i in range(size)]
    return None


def _path(quote: Sequence[str], source: Sequence[str]) -> list[Step]:
    """The cheapest way through. First such are looked at as cost hardly more than they must, then ever dearer ones."""
    costs = _Costs.of(quote, source)
    most = costs.ahead[0] + _DEARER_FIRST
    while (steps := _cheapest(costs, most)) is None:
        most += _DEARER_MORE * (most - costs.ahead[0])
    return steps


def _cheapest(costs: _Costs, most: float) -> list[Step] | None:
    """The cheapest way; None if it costs more than ``most``. Words that no such way compares are passed over, which
    changes nothing: whatever leads through them costs more."""
    rows, columns = len(costs.quote), len(costs.source)
    band = _BAND_LEAST + rows // _BAND_SHARE + abs(columns - rows)
    cost = [[0.0] * (columns + 1)]
    back: list[dict[int, tuple[int, int]]] = [{}]
    alive: list[Sequence[int]] = [(), range(columns + 1)]  # of the row before the last, and of the last
    for i in range(1, rows + 1):
        cost.append([_NEVER] * (columns + 1))
        back.append({})
        ahead = bytearray(columns + 4)  # which of the row can be reached
        for j in alive[1]:
            ahead[j] = ahead[j + 1] = ahead[j + 2] = 1
        for j in alive[0]:
            ahead[j + 1] = 1
        enough = most - costs.ahead[i] + _ROUNDING
        now: list[int] = []
        j, last = ahead.find(1, max(0, i - band)), min(columns, i + band)
        while 0 <= j <= last:
            least, step = costs.least(cost, i, j)
            if least <= enough:
                cost[i][j], back[i][j] = least, step
                now.append(j)
                ahead[j + 1] = 1
            j = ahead.find(1, j + 1)
        alive = [alive[1], now]
    j = min(range(columns + 1), key=lambda column: (cost[rows][column], column))
    return _traced(costs, back, j) if cost[rows][j] <= most else None


def _traced(costs: _Costs, back: Sequence[Mapping[int, tuple[int, int]]], j: int) -> list[Step]:
    steps: list[Step] = []
    i = len(costs.quote)
    while i > 0:
        di, dj = back[i][j]
        equal = di > 0 and dj > 0 and "".join(costs.quote[i - di : i]) == "".join(costs.source[j - dj : j])
        steps.append(Step((i - di, i), (j - dj, j), equal))
        i, j = i - di, j - dj
    return steps[::-1]


@dataclass(frozen=True, slots=True)
class _Costs:
    """What each step costs: a quotation's words and a source's, what it costs to leave each of them without an answer,
    which of them are numbers, and ``ahead[i]``, less than which the quotation's words from ``i`` on cannot cost."""

    quote: Sequence[str]
    source: Sequence[str]
    quote_gaps: Sequence[float]
    source_gaps: Sequence[float]
    numbers: frozenset[str]
    ahead: Sequence[float]

    @classmethod
    def of(cls, quote: Sequence[str], source: Sequence[str]) -> _Costs:
        numbers = frozenset(word for word in {*quote, *source} if is_number(word))
        gaps = _gaps(quote, numbers), _gaps(source, numbers)
        return cls(quote, source, *gaps, numbers, _least_ahead(quote, source, numbers))

    def least(self, cost: Sequence[Sequence[float]], i: int, j: int) -> tuple[float, tuple[int, int]]:
        """The cheapest way to have compared ``i`` words with ``j``, and its last step."""
        above, here = cost[i - 1], cost[i]
        best, step = above[j] + self.quote_gaps[i - 1], (1, 0)
        if j == 0:
            return best, step
        if (added := here[j - 1] + self.source_gaps[j - 1]) <= best:
            best, step = added, (0, 1)
        one, other = self.quote[i - 1], self.source[j - 1]
        if (before := above[j - 1]) < _NEVER and (changed := before + self._changed(one, other)) < best:
            best, step = changed, (1, 1)
        # To join costs something: where it begins dearer already, it need not be looked at.
        if j > 1 and above[j - 2] < best:
            joined = above[j - 2] + _join(self.source[j - 2], other, one)
            best, step = (joined, (1, 2)) if joined < best else (best, step)
        if i > 1 and cost[i - 2][j - 1] < best:
            joined = cost[i - 2][j - 1] + _join(self.quote[i - 2], one, other)
            best, step = (joined, (2, 1)) if joined < best else (best, step)
        return best, step

    def _changed(self, one: str, other: str) -> float:
        """What it costs that one word answers another."""
        if one == other:
            return _SAME
        if one in self.numbers and other in self.numbers:
            return _NUMBER
        return _CHANGE_LEAST + _CHANGE_MORE * (1 - likeness(one, other))


def _least_ahead(quote: Sequence[str], source: Sequence[str], numbers: frozenset[str]) -> list[float]:
    """What the words of a quotation from each on cost at least."""
    words = {*source}
    joined = {one + two for one, two in pairwise(source)}
    halves = [one + two in words for one, two in pairwise(quote)]
    ahead = [0.0]
    for place in reversed(range(len(quote))):
        word = quote[place]
        if word in words:
            least = _SAME
        elif word in joined or any(halves[max(0, place - 1) : place + 1]):
            least = _JOIN / 2
        else:  # another word, half of one, or none
            least = min(_OF_NUMBER, (_JOIN + _CHANGE_LEAST) / 2)
        ahead.append(ahead[-1] + least)
    return ahead[::-1]


def _gaps(words: Sequence[str], numbers: frozenset[str]) -> list[float]:
    """What it costs to leave each word without an answer. Words of a number stay together, its first apart, which
    stands for all of it."""
    gaps, within = [_GAP] * len(words), False
    for place, word in enumerate(words):
        number = word in numbers
        if within and (number or (word == "y" and place + 1 < len(words) and words[place + 1] in numbers)):
            gaps[place] = _OF_NUMBER
        else:
            within = number
    return gaps


def _join(first: str, second: str, one: str) -> float:
    """What it costs that two words answer one: they may be misspelt besides (*losservlicios*, *los servicios*), but are
    more like it together than either of them is."""
    if abs(len(first) + len(second) - len(one)) > 1 + len(one) // 6:
        return _NEVER
    two = first + second
    if two == one:
        return _JOIN
    if (alike := likeness(two, one)) < _JOINED_LIKENESS:
        return _NEVER
    if max(likeness(first, one), likeness(second, one)) >= alike:
        return _NEVER
    return _JOIN + _CHANGE_LEAST + _CHANGE_MORE * (1 - alike)


def _trimmed(steps: list[Step]) -> list[Step]:
    """Without source words before the first and after the last that answer something."""
    first = next((n for n, step in enumerate(steps) if step.quote[0] != step.quote[1]), 0)
    last = next((n for n, step in reversed(list(enumerate(steps))) if step.quote[0] != step.quote[1]), -1)
    return steps[first : last + 1]


def _loosened(steps: list[Step], quote: Sequence[str], source: Sequence[str]) -> list[Step]:
    """Several words at one end that are like none of the source words put beside them answer nothing: the quotation
    goes on otherwise there. The end is that of the list; given turned round, the beginning."""
    kept = next((n for n in range(len(steps) - 1, -1, -1) if _holds(steps, n, quote)), -1) + 1
    tail = steps[kept:]
    if kept == 0 or sum(step.quote[1] - step.quote[0] for step in tail) < _LOOSE:
        return steps
    if any(not step.equal and _alike(quote[slice(*step.quote)], source[slice(*step.source)]) for step in tail):
        return steps
    before = steps[kept - 1].source
    edge = before[1] if tail[0].quote[0] > steps[0].quote[0] else before[0]
    return [*steps[:kept], *(Step(step.quote, (edge, edge), False) for step in tail if step.quote[0] < step.quote[1])]


def _holds(steps: Sequence[Step], place: int, quote: Sequence[str]) -> bool:
    """Whether a step tells that the source goes on as the quotation does: a word that says something, or a little one
    beside another that is the same."""
    step = steps[place]
    if not step.equal or not set(quote[slice(*step.quote)]) <= FUNCTION:
        return step.equal
    return place > 0 and steps[place - 1].equal


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return bool(one and other) and likeness("".join(one), "".join(other)) >= _ANSWERS


def _paired(steps: list[Step], length: int) -> list[Step]:
    """One or two words without an answer at an end answer the source words beside it: there leaving out costs nothing,
    so the path has no reason to tell a changed last word from an added one."""
    ends = [*steps]
    head = next((n for n, step in enumerate(ends) if step.source[0] != step.source[1]), len(ends))
    if 0 < head <= _PAIRED and head < len(ends) and ends[head].source[0] >= head:
        begin = ends[head].source[0] - head
        ends[:head] = [Step(step.quote, (begin + n, begin + n + 1), False) for n, step in enumerate(ends[:head])]
    tail = next((n for n, step in enumerate(reversed(ends)) if step.source[0] != step.source[1]), len(ends))
    if 0 < tail <= _PAIRED and tail < len(ends) and ends[-tail - 1].source[1] + tail <= length:
        begin = ends[-tail - 1].source[1]
        ends[-tail:] = [Step(step.quote, (begin + n, begin + n + 1), False) for n, step in enumerate(ends[-tail:])]
    return ends
