"""Which language a page is in: Spanish, English or other. The sole importer of langdetect.

langdetect takes 2 to 6 ms a call, which over 3,700 transcripts of 50 sections would be ten minutes. So every page is
first *leaning* by its commonest words (0.1 ms), and langdetect is asked once for each leaning that occurs in the
document; only where its answer does not bear out the leaning, or a page leans nowhere, is each page asked. Sixty
transcripts of eight sections took 7 ms each.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable

from langdetect import DetectorFactory, LangDetectException, detect_langs

from indexer.models import Language, Page

DetectorFactory.seed = 0  # without it the same text may get another answer each time

SAMPLE = 600
"""Characters shown to langdetect: its answers to 220 of 221 sections were the same with 600 as with all 3,000."""

MIN_LETTERS = 40
MIN_WORDS = 8
"""Shorter pages inherit the document's language: on them langdetect guesses wildly (design/findings.md)."""

MIN_PROBABILITY = 0.8
"""Below it the answer is no answer, and the page inherits."""

_SPANISH, LEAST_SPANISH = frozenset({"los", "las", "y"}), 0.025
_ENGLISH, LEAST_ENGLISH = frozenset({"the", "of", "and"}), 0.08
MOST_FOREIGN = 0.02
"""Words that Portuguese, French, Italian and Catalan do not have, their least share of a page's words, and the most
of the other language's. 94 % of 2,563 sections of transcripts and laws lean to Spanish by it (median 0.05), all 21 of
an English report to English (0.09 to 0.20); the largest foreign shares there were 0.005 and 0.017."""

_WORD = re.compile(r"[^\W\d_]+")
_LEANING_SAMPLE = 1200
_NAMES = {"es": Language.SPANISH, "en": Language.ENGLISH}


def detect_language(text: str) -> Language | None:
    """The language of a text by langdetect, always the same for the same text; None if it is too short to tell."""
    words = _WORD.findall(text[: SAMPLE * 20])
    if len(words) < MIN_WORDS or sum(map(len, words)) < MIN_LETTERS:
        return None
    try:
        # Lower case: langdetect passes over words in capitals, and headings and memos have little else.
        best = detect_langs(_sample(text).lower())[0]
    except LangDetectException:
        return None
    return _NAMES.get(best.lang, Language.OTHER) if best.prob >= MIN_PROBABILITY else None


def assign_languages(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages with their languages. A page too short to tell gets that of most of the document's text; a document
    that cannot be told at all is ``OTHER``. Pages that already have one keep it."""
    pages = tuple(pages)
    known = _known_languages(pages)
    weights: Counter[Language] = Counter()
    for page, language in zip(pages, known, strict=True):
        if language is not None:
            weights[language] += len(page.text)
    common = max(weights, key=lambda language: (weights[language], language)) if weights else Language.OTHER
    return tuple(
        dataclasses.replace(page, language=language or common if page.text.strip() else Language.OTHER)
        if page.language is None
        else page
        for page, language in zip(pages, known, strict=True)
    )


def _known_languages(pages: tuple[Page, ...]) -> list[Language | None]:
    known = [page.language for page in pages]
    leaning: dict[Language | None, list[int]] = {}
    for index, page in enumerate(pages):
        if known[index] is None:
            leaning.setdefault(_leaning(page.text), []).append(index)
    for language, indices in leaning.items():
        longest = max(indices, key=lambda index: (len(pages[index].text), -index))
        if language is not None and detect_language(pages[longest].text) == language:
            for index in indices:
                known[index] = language
        else:
            for index in indices:
                known[index] = detect_language(pages[index].text)
    return known


def _leaning(text: str) -> Language | None:
    """The language whose own commonest words stand out; None for both, neither, or too little text."""
    words = _WORD.findall(_sample(text, _LEANING_SAMPLE).lower())
    if len(words) < MIN_WORDS or sum(map(len, words)) < MIN_LETTERS:
        return None
    spanish = sum(word in _SPANISH for word in words) / len(words)
    english = sum(word in _ENGLISH for word in words) / len(words)
    if spanish >= LEAST_SPANISH and english <= MOST_FOREIGN:
        return Language.SPANISH
    if english >= LEAST_ENGLISH and spanish <= MOST_FOREIGN:
        return Language.ENGLISH
    return None


def _sample(text: str, length: int = SAMPLE) -> str:
    """The middle of the text, whole words: beginnings are headings and letterheads."""
    if len(text) <= length:
        return text
    start = (len(text) - length) // 2
    space = text.find(" ", start)
    return text[space + 1 if 0 <= space < start + length // 2 else start : start + length]
