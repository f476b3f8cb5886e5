"""Quotations to be checked, made from an archive's own pages: clean, noised, cut, marked, and fabricated."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LETTERS = "abcdefghilmnoprstuvyáéíóñ ."
NAMES = "Gonzalo Ramírez Escobedo Valenzuela Montemayor Zambrano Urquidi Villaseñor Larrazábal Sotomayor".split()  # noqa: SIM905
INSERTED = ("la verdad", "en México", "de nuevo", "por supuesto")
LEFT_OUT = "left out"
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Stretch:
    """Characters [start, end) of a document's pages joined by line feeds."""

    document: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    """A quotation, the clean text it was made from (None: nobody said it), and the verdicts that are right."""

    group: str
    words: int
    quote: str
    clean: Stretch | None
    right: frozenset[str] = frozenset()


def stretch(rng: random.Random, texts: dict[str, str], words: int, *, around: list[int] | None = None) -> Stretch:
    """So many words in a row of a random document; over the character ``around`` of it, if given."""
    while True:
        document = rng.choice(sorted(texts))
        text = texts[document]
        middle = rng.randrange(len(text))
        found = list(WORD.finditer(text, max(0, middle - 10), middle + words * 14 + 200))[1 : words + 1]
        if len(found) == words and sum(map(str.isalpha, text[found[0].start() : found[-1].end()])) > words * 3:
            return Stretch(document, text[found[0].start() : found[-1].end()], found[0].start(), found[-1].end())


def noised(rng: random.Random, text: str, share: float) -> str:
    """Each character changed, lost or doubled by another with the probability ``share``."""
    out = []
    for char in text:
        if rng.random() >= share:
            out.append(char)
            continue
        turn = rng.random()
        if turn < 0.6:
            out.append(rng.choice(LETTERS))
        elif turn < 0.8:
            out += [char, rng.choice(LETTERS)]
    return "".join(out)


def dropped(rng: random.Random, text: str, count: int) -> str:
    words = text.split()
    for _ in range(count):
        words.pop(rng.randrange(1, len(words) - 1))
    return " ".join(words)


def changed(rng: random.Random, text: str, count: int) -> str:
    words = text.split()
    for place in rng.sample(range(1, len(words) - 1), count):
        words[place] = rng.choice(NAMES).lower()
    return " ".join(words)


def elided(rng: random.Random, text: str) -> str | None:
    """Some words in the middle replaced by an ellipsis, at least three left on either side."""
    words = text.split()
    if len(words) < 10:
        return None
    first = rng.randrange(4, len(words) - 6)
    return " ".join([*words[:first], rng.choice(["…", "[...]", "(…)", "..."]), *words[first + 2 :]])


def bracketed(rng: random.Random, text: str) -> str:
    words = text.split()
    words.insert(rng.randrange(2, len(words) - 1), f"[{rng.choice(INSERTED)}]")
    return " ".join(words)


def retyped(rng: random.Random, text: str) -> str:
    """Case, accents, white space, quote marks and commas as a careless typist leaves them."""
    turn = rng.randrange(5)
    if turn == 0:
        return text.upper()
    if turn == 1:
        return text.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU"))
    if turn == 2:
        return f"“{text}”"
    if turn == 3:
        return text.replace(",", "")
    return "\n".join(text.split()) + "."


def negation_flipped(rng: random.Random, text: str) -> str | None:
    words = text.split()
    places = [n for n, word in enumerate(words) if word.lower() == "no" and 0 < n < len(words) - 1]
    if places:
        del words[rng.choice(places)]
        return " ".join(words)
    verbs = [
        n for n, w in enumerate(words) if re.fullmatch(r"(?:es|son|hay|está|están|tiene|vamos|puede|va|era|fue)", w)
    ]
    verbs = [n for n in verbs if n > 0 and words[n - 1].lower() not in ("no", "ni")]
    if not verbs:
        return None
    words.insert(rng.choice(verbs), "no")
    return " ".join(words)


def number_changed(rng: random.Random, text: str) -> str | None:
    found = list(re.finditer(r"\b\d[\d,.]*\b", text))
    if not found:
        return None
    match = rng.choice(found)
    digits = [n for n in range(match.start(), match.end()) if text[n].isdigit()]
    place = rng.choice(digits)
    other = rng.choice([digit for digit in "123456789" if digit != text[place]])
    return text[:place] + other + text[place + 1 :]


def name_swapped(rng: random.Random, text: str) -> str | None:
    found = list(re.finditer(r"(?<=[a-záéíóú,] )[A-ZÁÉÍÓÚ][a-záéíóúñ]{3,}", text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice(NAMES) + text[match.end() :]


Fabricate = Callable[[random.Random, str], str | None]
FABRICATIONS: dict[str, Fabricate] = {
    "negation": negation_flipped,
    "number": number_changed,
    "name": name_swapped,
}
ALTERED = frozenset({"altered"})
NEAR = frozenset({"verbatim", "near_verbatim"})


def cases(
    rng: random.Random, texts: dict[str, str], left_out: dict[str, str], borders: dict[str, list[int]], each: int
) -> Iterator[Case]:
    """``each`` quotations of every kind and length."""
    for words in (5, 8, 12, 25, 60):
        for _ in range(each):
            clean = stretch(rng, texts, words)
            yield Case("clean", words, clean.text, clean, NEAR)
            for share in (0.02, 0.05, 0.1, 0.2):
                clean = stretch(rng, texts, words)
                yield Case(f"noise {share:.0%}", words, noised(rng, clean.text, share), clean)
            clean = stretch(rng, texts, words)
            yield Case("typography", words, retyped(rng, clean.text), clean, NEAR)
            absent = stretch(rng, left_out, words)
            yield Case(LEFT_OUT, words, absent.text, None)
            if words >= 8:
                yield from _cut(rng, texts, words)
                yield from _fabricated(rng, texts, words)
            yield from _over_border(rng, texts, borders, words)


def _cut(rng: random.Random, texts: dict[str, str], words: int) -> Iterator[Case]:
    clean = stretch(rng, texts, words)
    count = rng.randint(1, 3 if words >= 12 else 1)
    yield Case("dropped", words, dropped(rng, clean.text, count), clean, ALTERED)
    clean = stretch(rng, texts, words)
    yield Case("changed", words, changed(rng, clean.text, count), clean, ALTERED)
    clean = stretch(rng, texts, words)
    if text := elided(rng, clean.text):
        yield Case("ellipsis", words, text, clean, NEAR | ALTERED)
    clean = stretch(rng, texts, words)
    yield Case("brackets", words, bracketed(rng, clean.text), clean, NEAR)


def _fabricated(rng: random.Random, texts: dict[str, str], words: int) -> Iterator[Case]:
    for name, fabricate in FABRICATIONS.items():
        for _ in range(400):
            clean = stretch(rng, texts, words)
            if text := fabricate(rng, clean.text):
                yield Case(f"fake {name}", words, text, clean, ALTERED)
                break
    if words >= 12:
        one, other = stretch(rng, texts, words // 2), stretch(rng, texts, words // 2)
        yield Case("fake splice", words, f"{one.text} {other.text}", one, ALTERED)


def _over_border(
    rng: random.Random, texts: dict[str, str], borders: dict[str, list[int]], words: int
) -> Iterator[Case]:
    document = rng.choice([known for known in sorted(texts) if borders[known]])
    border = rng.choice(borders[document])
    text = texts[document]
    before = list(WORD.finditer(text, max(0, border - words * 12), border))[-(words // 2) :]
    after = list(WORD.finditer(text, border, border + words * 14))[: words - len(before)]
    if before and after:
        start, end = before[0].start(), after[-1].end()
        yield Case(
            "page border",
            words,
            " ".join(text[start:end].split()),
            Stretch(document, text[start:end], start, end),
            NEAR,
        )
