"""What a difference is: its type, whether it is critical, and why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from indexer.quotes import vocabulary
from indexer.quotes.amounts import another_number, numbers_whole, same_date, same_number, with_percent
from indexer.quotes.compared import Compared
from indexer.quotes.diff import Step
from indexer.quotes.lemmas import same_lemmas
from indexer.quotes.misread import SHORT, is_cut_off, is_misread, looks, merged
from indexer.quotes.models import Change, ChangeType, QuoteWord
from indexer.quotes.names import names_differ
from indexer.quotes.signs import signed_otherwise, turned
from indexer.quotes.source import SourceWord
from indexer.quotes.vocabulary import is_number
from indexer.text.breaks import BREAK
from indexer.text.fold import fold

CUT_OFF = "cut_off"
"""Why OCR lacks words: their line runs out of the picture."""

_IGNORED_SIGNS = re.compile(r"[\s\"'*_#|>\[\]`]+")
_PAIRS = (
    "si/sí esta/está estas/estás este/esté el/él mas/más tu/tú se/sé te/té de/dé solo/sólo aun/aún mi/mí "
    "que/qué como/cómo cuando/cuándo donde/dónde quien/quién publico/público publico/publicó termino/terminó "
    "hablo/habló paso/pasó dejo/dejó llego/llegó mando/mandó gano/ganó pago/pagó ira/irá sera/será papa/papá "
    "perdida/pérdida secretaria/secretaría"
)
_MEANING = frozenset(frozenset(pair.split("/")) for pair in _PAIRS.split())
"""Words that an accent turns into another word."""


def changes_of(compared: Compared, steps: Sequence[Step]) -> list[Change]:
    """Every change that the steps tell, in the order of the quotation."""
    grouped = merged(compared, _runs(_numbers_whole(compared, steps)))
    found: list[Change] = []
    for before, step in zip([None, *grouped[:-1]], grouped, strict=True):
        if before is not None and before.equal and step.equal:
            found += _between(compared, before, step)
        if step.equal:
            found += _printed_otherwise(compared, step)
        elif not _marked(compared, step):
            found.append(_change(compared, step))
    return _reordered(compared, grouped, found)


def _runs(steps: Sequence[Step]) -> list[Step]:
    """The steps, with words left out (or added) in a row made one."""
    runs: list[Step] = []
    for step in steps:
        if runs and not step.equal and not runs[-1].equal:
            last = runs[-1]
            both_omit = _empty(step.quote) and _empty(last.quote)
            both_add = _empty(step.source) and _empty(last.source)
            if both_omit or both_add:
                runs[-1] = Step((last.quote[0], step.quote[1]), (last.source[0], step.source[1]), False)
                continue
        runs.append(step)
    return runs


def _empty(span: tuple[int, int]) -> bool:
    return span[0] == span[1]


def _marked(compared: Compared, step: Step) -> bool:
    """Whether the quotation itself tells of the difference: an [insertion] in place of little words, [l]etters of the
    same word changed. What brackets put in place of a negation, a number, a name or another word is a change."""
    if _empty(step.quote):
        lost = [word.word for word in compared.found[slice(*step.source)]]
        return _replaced(compared, step) and not any(map(_says, lost))
    return all(word.edited for word in compared.words[slice(*step.quote)]) and _same_words(compared, step)


def _replaced(compared: Compared, step: Step) -> bool:
    """Whether an [insertion] stands where the quotation leaves out words."""
    following = step.quote[1]
    return _empty(step.quote) and following < len(compared.words) and compared.words[following].gap


def _says(word: str) -> bool:
    """Whether a word says more than a pronoun or an article does."""
    little = word in vocabulary.FUNCTION and word not in vocabulary.QUANTIFIERS | vocabulary.MODALS | vocabulary.DATES
    return not little or word in vocabulary.NEGATIONS or is_number(word)


def _same_words(compared: Compared, step: Step) -> bool:
    """Whether they are forms of the same words, and none of them a number: ``habl[aron]`` for *habló*."""
    said = [word.word for word in compared.words[slice(*step.quote)]]
    found = [word.word for word in compared.found[slice(*step.source)]]
    if len(said) != len(found) or _turns(compared, step) or any(map(is_number, (*said, *found))):
        return False
    return _same_lemmas(compared, step)


def _same_lemmas(compared: Compared, step: Step) -> bool:
    return same_lemmas(compared.quoted_words(step), compared.source_words(step), compared.language)


# --- words that are the same after folding --------------------------------------------------------


def _printed_otherwise(compared: Compared, step: Step) -> list[Change]:
    """Case and accents of words that are the same after folding; and a word cut in two where no line ends."""
    quote, found = compared.printed(step.quote), BREAK.sub("", compared.printed_source(step.source))
    if any(word.edited for word in compared.words[slice(*step.quote)]):
        return []
    quote, found = unicodedata.normalize("NFC", quote), unicodedata.normalize("NFC", found)
    if step.joined:
        if another_number(quote, found):  # 351 for 35.1
            return [compared.change(ChangeType.NUMBER, step, critical=True, why="number")]
        if (
            compared.source.page_at(compared.found[step.source[0]].start)
            != compared.source.page_at(compared.found[step.source[1] - 1].start)
            or "\n" in found
        ):
            return []
        explained = ChangeType.OCR if compared.ocr is not None else ChangeType.PUNCTUATION
        return [compared.change(explained, step)]
    made: list[Change] = [signed] if (signed := signed_otherwise(compared, step)) else []
    bare_quote, bare_found = _bare(quote), _bare(found)
    if bare_quote != bare_found and bare_quote.casefold() == bare_found.casefold():
        made.append(compared.change(ChangeType.CASE, step))
    if quote.casefold() != found.casefold() and bare_quote.casefold() == bare_found.casefold():
        both = frozenset((quote.casefold(), found.casefold()))
        made.append(compared.change(ChangeType.ACCENT, step, why="meaning" if both in _MEANING else None))
    return made


def _bare(word: str) -> str:
    """Without accents, but with its tilde: an ñ is a letter."""
    spelled = unicodedata.normalize("NFD", word)
    kept = "".join(char for char in spelled if not unicodedata.combining(char) or char == "\N{COMBINING TILDE}")
    return unicodedata.normalize("NFC", kept)


def _between(compared: Compared, before: Step, step: Step) -> list[Change]:
    """Inner punctuation, between two words that are the same."""
    if compared.words[step.quote[0]].gap:
        return []
    quote = compared.text[compared.words[before.quote[1] - 1].end : compared.words[step.quote[0]].start]
    start, end = compared.found[before.source[1] - 1].end, compared.found[step.source[0]].start
    found = compared.source.text[start:end]
    if _signs(quote) == _signs(found):
        return []
    if signed_otherwise(compared, step):
        return []
    both = Step((before.quote[1] - 1, step.quote[0] + 1), (before.source[1] - 1, step.source[0] + 1), equal=False)
    if another_number(compared.printed(both.quote), compared.printed_source(both.source)):  # 45-6 for 45.6
        return [compared.change(ChangeType.NUMBER, both, critical=True, why="number")]
    span = (compared.words[before.quote[1] - 1].end, compared.words[step.quote[0]].start)
    return [Change(ChangeType.PUNCTUATION, quote.strip(), found.strip(), quote_span=span, source_span=(start, end))]


def _signs(between: str) -> str:
    return _IGNORED_SIGNS.sub("", fold(re.sub(r"\[[^\[\]]*\]", "", between)).text)


# --- words that differ ----------------------------------------------------------------------------


def _change(compared: Compared, step: Step) -> Change:
    """The change of words that were replaced, left out or added."""
    added = [word.word for word in compared.words[slice(*step.quote)]]
    missing = [word.word for word in compared.found[slice(*step.source)]]
    plain = ChangeType.WORD if added and missing else ChangeType.INSERTION if added else ChangeType.OMISSION
    if (misread := is_misread(compared, step)) or is_cut_off(compared, step):
        return compared.change(ChangeType.OCR, step, why=None if misread else CUT_OFF)
    if _turns(compared, step):
        return compared.change(ChangeType.NEGATION, step, critical=True, why="negation")
    same = same_date(compared.printed(step.quote), compared.printed_source(step.source), compared.language)
    if same is not None:
        return compared.change(ChangeType.NUMBER, step, critical=not same, why="same_date" if same else "date")
    if _touches(is_number, added, missing) and not _mistyped(added, missing):
        other = turned(compared, step) or not same_number(*_amounts(compared, step))
        return compared.change(ChangeType.NUMBER, step, critical=other, why="number" if other else "same_number")
    if names_differ(compared, step):
        return compared.change(ChangeType.NAME, step, critical=True, why="name")
    why = next((why for why, known in _DECISIVE if _touches(known.__contains__, added, missing)), None)
    if why is None and vocabulary.opposed(added, missing):
        why = "side"
    in_place = plain is ChangeType.WORD or _replaced(compared, step)
    if why is None and in_place and _another_word(compared, step):
        why = "another_word"
    return compared.change(plain, step, critical=why is not None, why=why)


_DECISIVE = (
    ("date", vocabulary.DATES),
    ("quantifier", vocabulary.QUANTIFIERS),
    ("modal", vocabulary.MODALS),
    ("side", vocabulary.SIDES),
)


def _negations(text: str, words: Sequence[QuoteWord | SourceWord]) -> list[str]:
    """The negations among words of ``text`` in a row, but for those of idioms."""
    return sorted(
        word.word
        for place, word in enumerate(words)
        if (word.word in vocabulary.NEGATIONS and not vocabulary.denies_nothing(text, word.start, words[-1].end))
        or (word.word == "t" and (place == 0 or words[place - 1].word in vocabulary.ENGLISH_NEGATED))
    )


def _turns(compared: Compared, step: Step) -> bool:
    """Whether quotation and source do not deny alike."""
    quote, source = compared.words[slice(*step.quote)], compared.found[slice(*step.source)]
    return _negations(compared.text, quote) != _negations(compared.source.text, source)


def _mistyped(added: Sequence[str], missing: Sequence[str]) -> bool:
    """Whether a word was typed with a figure for a letter (*remodelad0*): no number."""
    pairs = list(zip(added, missing, strict=False))
    return len(added) == len(missing) and all(
        looks(one) == looks(other) and (_is_spelt(one) or _is_spelt(other)) for one, other in pairs
    )


def _is_spelt(word: str) -> bool:
    return len(word) > SHORT and word.isalpha()


def _touches(known: Callable[[str], bool], added: Sequence[str], missing: Sequence[str]) -> bool:
    """Whether the words of a kind differ between what was added and what it stands for."""
    return list(filter(known, added)) != list(filter(known, missing))


def _amounts(compared: Compared, step: Step) -> tuple[str, str]:
    """What quotation and source print there, with the percent sign behind it."""
    (first, last), (begin, end) = step.quote, step.source
    quote = found = ""
    if last > first:
        quote = compared.text[compared.words[first].start : with_percent(compared.text, compared.words[last - 1].end)]
    if end > begin:
        text = compared.source.text
        found = text[compared.found[begin].start : with_percent(text, compared.found[end - 1].end)]
    return quote, found


def _numbers_whole(compared: Compared, steps: Sequence[Step]) -> Sequence[Step]:
    quote = [(word.start, word.end) for word in compared.words]
    found = [(word.start, word.end) for word in compared.found]
    return numbers_whole((compared.text, quote), (compared.source.text, found), steps)


def _another_word(compared: Compared, step: Step) -> bool:
    """Whether a content word was replaced by one of another lemma."""
    words = [word.word for word in compared.words[slice(*step.quote)]]
    words += [word.word for word in compared.found[slice(*step.source)]]
    return not (all(word in vocabulary.FUNCTION for word in words) or _same_lemmas(compared, step))


# --- words in another order -----------------------------------------------------------------------


def _reordered(compared: Compared, steps: Sequence[Step], changes: list[Change]) -> list[Change]:
    """Changes that together only move words are one change of order."""
    apart = [step for step in steps if not step.equal]
    added = sorted(word.word for step in apart for word in compared.words[slice(*step.quote)])
    missing = sorted(word.word for step in apart for word in compared.found[slice(*step.source)])
    if not added or added != missing:
        return changes
    quote = (min(step.quote[0] for step in apart), max(step.quote[1] for step in apart))
    found = (min(step.source[0] for step in apart), max(step.source[1] for step in apart))
    order = compared.change(ChangeType.ORDER, Step(quote, found, False), critical=True, why="order")
    return [change for change in changes if change.type in _PRINTED] + [order]


_PRINTED = (ChangeType.CASE, ChangeType.ACCENT, ChangeType.PUNCTUATION)
