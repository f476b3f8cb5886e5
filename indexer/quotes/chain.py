"""Forms one behind the other in one text: where the parts of a quotation stand in their order."""

from __future__ import annotations

from collections.abc import Sequence

MOST_TRIED = 600
"""Forms placed in a text at most while a shorter stretch is looked for: two parts have then 300 tries, and 60 parts
ten. That there is a stretch at all is found by the first."""


def tightest(text: bytes, forms: Sequence[bytes]) -> list[int]:
    """Where each form begins, whole words, each behind the one before, over the shortest stretch; empty if there is
    none.

    From the first place where all follow each other the beginning is drawn close to the end; the next try begins
    behind it. So no place of a form is looked at that none of the tries passes, however many (*no*) there are."""
    sought = [b" " + form + b" " for form in forms]
    text = b" " + text + b" "
    best: list[int] = []
    at = 0
    for _ in range(max(1, MOST_TRIED // len(sought))):
        chain = _first_behind(text, sought, at)
        if not chain:
            break
        for number in range(len(chain) - 2, -1, -1):  # drawn close
            chain[number] = text.rfind(sought[number], chain[number], chain[number + 1] + 1)
        if not best or _length(chain, sought) < _length(best, sought):
            best = chain
        at = chain[0] + 1
    return best


def _first_behind(text: bytes, sought: Sequence[bytes], at: int) -> list[int]:
    chain: list[int] = []
    for form in sought:
        place = text.find(form, at)
        if place < 0:
            return []
        chain.append(place)
        at = place + len(form) - 1  # the space behind one form is that before the next
    return chain


def _length(chain: Sequence[int], sought: Sequence[bytes]) -> int:
    return chain[-1] + len(sought[-1]) - chain[0]
