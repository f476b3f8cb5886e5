"""How well a report's notes were read: the checked truth of tests/files/footnotes, and F1 against it.

A note is right if its label is the true one, it stands on the true page, and its text is alike: of texts without case,
spaces, hyphens and marks the first and last 60 characters agree to 85 %, and the lengths to 10 % (or 8 characters). A
callout-note link is right if the note is, the callout's page is the true one, and a claim is alike in the same sense.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.fuzz import ratio

from indexer.models import Footnote

TRUTH = Path(__file__).resolve().parents[1] / "tests" / "files" / "footnotes"
ALIKE = 85.0
ENDS = 60


@dataclass(frozen=True, slots=True)
class TrueNote:
    """A printed note: ``text`` and ``claim`` as :func:`shortened`, ``length`` and ``claim_length`` of the whole."""

    label: str
    page: int
    text: str
    length: int
    called_on: int | None = None
    claim: str | None = None
    claim_length: int = 0
    below_table: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """A report's notes as they are printed. ``pdf`` is a path in ../shared/data/reports/pdf."""

    pdf: str
    notes: tuple[TrueNote, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Things found rightly, and all that should be and were found."""

    right: int = 0
    wanted: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.wanted + self.found) if self.wanted + self.found else 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wanted + other.wanted, self.found + other.found)


@dataclass(frozen=True, slots=True)
class Score:
    """How the notes of one or more reports were read. ``missed`` names what was not found, or not rightly."""

    notes: Tally
    links: Tally
    missed: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(self.notes + other.notes, self.links + other.links, self.missed + other.missed)


def read_truth(name: str) -> Truth:
    """The checked notes of ``tests/files/footnotes/NAME.toml``."""
    table = tomllib.loads((TRUTH / f"{name}.toml").read_text(encoding="utf-8"))
    return Truth(table["pdf"], tuple(TrueNote(**note) for note in table["note"]))


def score(truth: Truth, found: Sequence[Footnote], pages: Iterable[int] | None = None) -> Score:
    """Compare the notes found with the true ones, of ``pages`` only if given. Legends below tables do not count,
    whether they were found or not."""
    within = None if pages is None else set(pages)
    wanted = [note for note in truth.notes if within is None or note.page in within]
    others = list(found)
    right = linked = 0
    missed: list[str] = []
    for note in wanted:
        match = next((one for one in others if _same_note(note, one)), None)
        if note.below_table:
            if match is not None:
                others.remove(match)
            continue
        is_linked = match is not None and any(_same_claim(note, claim.page, claim.sentence) for claim in match.claims)
        right += match is not None
        linked += is_linked
        if not is_linked:
            missed.append(f"{'claim of ' if match else ''}{note.label} on page {note.page}")
    counted = sum(not note.below_table for note in wanted)
    return Score(
        Tally(right, counted, len(others)),
        Tally(linked, counted, sum(bool(one.claims) for one in others)),
        tuple(missed),
    )


def shortened(text: str) -> str:
    """The first and last 60 characters of a longer text."""
    return text if len(text) <= 2 * ENDS + 10 else f"{text[:ENDS]} … {text[-ENDS:]}"


def _same_note(note: TrueNote, found: Footnote) -> bool:
    return found.label == note.label and found.page == note.page and _alike(note.text, note.length, found.text)


def _same_claim(note: TrueNote, page: int | None, sentence: str) -> bool:
    return page == note.called_on and note.claim is not None and _alike(note.claim, note.claim_length, sentence)


def _alike(true: str, length: int, found: str) -> bool:
    if abs(len(found) - length) > max(8, 0.1 * length):
        return False
    return ratio(_bare(true), _bare(shortened(found))) >= ALIKE


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]+", "", folded)
