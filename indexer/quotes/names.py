"""Which words of a quotation and its source are names: a capital within a sentence, or one in place of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.quotes import vocabulary
from indexer.quotes.compared import Compared
from indexer.quotes.diff import Step
from indexer.quotes.lemmas import is_listed

_SENTENCE_END = re.compile(r"[.!?…:]\W*$|\n\s*\W*$")

_MOST_CAPITALS = 6
"""Letters of an abbreviation in capitals (*SEDENA*): longer words in capitals are headings."""


def names_differ(compared: Compared, step: Step) -> bool:
    """Whether a name was changed, added or left out."""
    return quoted_names(compared, step) != found_names(compared, step) or _are_two(compared, step)


def quoted_names(compared: Compared, step: Step) -> list[str]:
    """The names among the words of the quotation, folded."""
    words = compared.words[slice(*step.quote)]
    return [word.word for word in words if _is_name(compared.text, word.start, word.end, word.word)]


def found_names(compared: Compared, step: Step) -> list[str]:
    """The names among the words of the source, folded."""
    words = compared.found[slice(*step.source)]
    return [word.word for word in words if _is_name(compared.source.text, word.start, word.end, word.word)]


def _are_two(compared: Compared, step: Step) -> bool:
    """Whether two words with capitals, of which no list has either, answer each other, though a sentence begin with
    them (*Anaya*, *Amaya*)."""
    quoted, found = compared.quoted_words(step), compared.source_words(step)
    return len(quoted) == len(found) and any(
        is_capital(one) and is_capital(other) and not _any_listed(compared, (one, other))
        for one, other in zip(quoted, found, strict=True)
    )


def is_capital(printed: str) -> bool:
    """Whether a word begins with a capital and is not all in capitals."""
    return printed[:1].isupper() and not printed.isupper()


def _any_listed(compared: Compared, words: Sequence[str]) -> bool:
    return any(is_listed(word, compared.language) for word in words)


def _is_name(text: str, start: int, end: int, word: str) -> bool:
    printed = text[start:end]
    if not printed[:1].isupper() or word in vocabulary.FUNCTION or len(printed) == 1:
        return False
    if printed.isupper() and len(printed) > 1:
        return _shouting(text, start, end) is False and len(printed) <= _MOST_CAPITALS
    before = text[max(0, start - 12) : start]
    return bool(before.strip()) and not _SENTENCE_END.search(before.rstrip("\"“«'¿¡( "))


def _shouting(text: str, start: int, end: int) -> bool:
    """Whether the words around are capitals, too: then capitals tell nothing."""
    around = re.findall(r"[^\W\d_]{3,}", text[max(0, start - 40) : start] + " " + text[end : end + 40])
    return bool(around) and sum(word.isupper() for word in around) > len(around) / 2
