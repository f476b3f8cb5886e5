"""What OCR made of the words of a page, told apart from what a quoter changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from indexer.quotes import vocabulary
from indexer.quotes.compared import Compared
from indexer.quotes.diff import Step, likeness
from indexer.quotes.lemmas import is_listed, same_lemmas
from indexer.quotes.names import found_names, is_capital, quoted_names

OCR_LIKENESS = 0.6
"""A word that OCR was not sure of keeps this much of itself. A choice: two letters of five; not measured."""

NO_WORD_LIKENESS, SHORT_LIKENESS = 0.7, 0.5
"""The same where what it read is no word at all (*reconocimier* for *reconocimiento*; *s* for *se*), however sure it
was."""

MOST_CUT = 4
"""Words that may be lost where a line runs out of the picture: 24 simulated scans lose one to three."""

MOST_UNSEEN = 8
"""Letters of the one word with a meaning of its own that may be among them and be wholly lost: *PUERTO*, *NACIONAL*.
What is longer would show its beginning."""

SHORT = 2
"""Letters of a word cut off that tell little of it: one of them must be among its first."""

_CONFUSED = str.maketrans({"0": "o", "1": "l", "i": "l", "j": "l", "5": "s", "8": "b", "6": "b", "c": "e", "u": "n"})


def merged(compared: Compared, steps: Sequence[Step]) -> Sequence[Step]:
    """The steps; on a page read by OCR differing ones in a row are one if they are misread together (*tra bajos que*
    for *trabajos que*): word by word they would not answer each other."""
    if compared.ocr is None:
        return steps
    found: list[Step] = []
    for equal, run in groupby(steps, key=lambda step: step.equal):
        listed = list(run)
        one = Step((listed[0].quote[0], listed[-1].quote[1]), (listed[0].source[0], listed[-1].source[1]), equal=False)
        misread = None if equal else _together(compared, one, opens=not found, ends=listed[-1] is steps[-1])
        found += [misread] if misread else listed
    return found


def _together(compared: Compared, run: Step, *, opens: bool, ends: bool) -> Step | None:
    """The run as one misreading or loss; at the quotation's ends without the source words that were put beside its
    words for want of others."""
    quote, (begin, end) = run.quote, run.source
    near = [(begin, begin), (begin, begin + 1)] if ends else [(end, end), (end - 1, end)] if opens else []
    spans = [run.source, *(span for span in near if begin <= span[0] <= span[1] <= end)]
    ways = [Step(quote, span, equal=False) for span in spans]
    return next((step for step in ways if is_misread(compared, step) or is_cut_off(compared, step)), None)


def is_misread(compared: Compared, step: Step) -> bool:
    """Whether OCR may have made the source's words out of the quotation's: they look alike, and the source's were not
    read surely or are no words. A number is never explained by another, nor a negation by any word."""
    added = [word.word for word in compared.words[slice(*step.quote)]]
    missing = [word.word for word in compared.found[slice(*step.source)]]
    if compared.ocr is None or not added or not missing:
        return False
    one, other = "".join(added), "".join(missing)
    if (one.isdigit() and other.isdigit()) or any(word in vocabulary.NUMBER_WORDS for word in (*added, *missing)):
        return False
    printed = compared.source_words(step)
    listed = [is_listed(word, compared.language) for word in printed]
    sure = all(compared.ocr.is_sure(word) for word in compared.found[slice(*step.source)])
    if _is_another(compared, step, sure=sure):
        return False
    if looks(one) == looks(other):
        return not all(listed) or sorted(filter(_decides, added)) == sorted(filter(_decides, missing))
    return _is_alike(added, missing, printed, listed, sure=sure)


def _is_alike(
    added: Sequence[str], missing: Sequence[str], printed: Sequence[str], listed: Sequence[bool], *, sure: bool
) -> bool:
    """Whether the words look enough alike: the source's as it prints them are ``printed``, ``listed`` tells which of
    these a language has, ``sure`` that OCR was sure of them."""
    one, other = "".join(added), "".join(missing)
    alike = likeness(looks(one), looks(other))
    if any(_decides(word) or vocabulary.is_number(word) for word in (*added, *missing)):
        return alike >= NO_WORD_LIKENESS and not any(listed) and not any(map(vocabulary.is_number, (*added, *missing)))
    if alike >= OCR_LIKENESS and not sure:
        return True
    enough = SHORT_LIKENESS if len(one) <= SHORT + 1 else NO_WORD_LIKENESS
    return alike >= enough and not any(listed) and not any(map(is_capital, printed))


def _is_another(compared: Compared, step: Step, *, sure: bool) -> bool:
    """Whether the source's words are others than the quotation's, however alike they look (*causa* and *cansa*, *Lara*
    and *Jara*): they are words of the language, or names, and OCR was sure of them; a name that a list has, always.
    Of two forms of a word (*permitimos*, *permitirnos*) OCR makes the one of the other."""
    quoted, found = compared.quoted_words(step), compared.source_words(step)
    words = all(is_listed(word, compared.language) for word in found)
    if sure and quoted_names(compared, step) and found_names(compared, step):
        return True
    if words and any(map(is_capital, quoted)) and any(map(is_capital, found)):
        return True
    if words:
        return sure and not same_lemmas(quoted, found, compared.language)
    return sure and not any(is_listed(word, compared.language) for word in quoted)


def is_cut_off(compared: Compared, step: Step) -> bool:
    """Whether the source lacks words because its line runs out of the picture: at most the beginning of the first of
    them is there (*INSPE* for *INSPECTORES*). What decides the sense is not taken on trust."""
    (first, last), (begin, end) = step.quote, step.source
    if compared.ocr is None or last == first or last - first > MOST_CUT or end - begin > 1 or end == 0:
        return False
    edge = compared.found[end - 1]
    following = compared.found[end].start if end < len(compared.found) else len(compared.source.text)
    ends_line = "\n" in compared.source.text[edge.end : following]
    if not (ends_line and compared.ocr.runs_out(edge)):
        return False
    lost = [word.word for word in compared.words[first:last]]
    seen, meant = looks(edge.word), looks(lost[0])
    begun = end > begin and len(seen) > SHORT and meant.startswith(seen[: SHORT + 1])
    if any(_decides(word) or vocabulary.is_number(word) for word in lost[begun:]):
        return False
    if not _may_be_unseen(compared, range(first + (end > begin), last), opens=first == 0):
        return False
    if end == begin:
        return True
    whole = len(seen) > SHORT + 1 and is_listed(compared.source_words(step)[0], compared.language)
    return meant.startswith(seen) if whole else _may_begin(seen, meant)


def _may_begin(seen: str, meant: str) -> bool:
    """Whether what OCR made of the beginning of a word, as it looks, may be that of ``meant``."""
    if len(seen) <= SHORT:
        return not set(seen).isdisjoint(meant[: SHORT + 1])
    return likeness(seen, meant[: len(seen)]) >= SHORT_LIKENESS


def _may_be_unseen(compared: Compared, places: range, *, opens: bool) -> bool:
    """Whether words of the quotation may be wholly out of the picture: little ones, and among them one of the language
    that is short and no name. At either end of the quotation, where what stands beside it is not compared, none:
    content could not be told from other content."""
    content = [place for place in places if compared.words[place].word not in vocabulary.FUNCTION]
    if not content:
        return True
    word = compared.words[content[0]]
    printed = compared.text[word.start : word.end]
    within = not opens and places.stop < len(compared.words)
    plain = is_listed(printed, compared.language) and not is_capital(printed)
    return within and len(content) == 1 and plain and len(printed) <= MOST_UNSEEN


def _decides(word: str) -> bool:
    return word in vocabulary.NEGATIONS or word in vocabulary.QUANTIFIERS or word in vocabulary.MODALS


def looks(word: str) -> str:
    """The word with what OCR takes for one another made equal (``rn`` and ``m``, ``l`` and ``1``, ``c`` and ``e``)."""
    return word.translate(_CONFUSED).replace("rn", "m").replace("nn", "m").replace("ll", "n")
