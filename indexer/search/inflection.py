"""Which forms of a word a glossary takes for the word itself, in Spanish and English.

Stems alone are too wide for single words: Snowball makes one of *puerto* and *puerta*, *corte* and *corto*, *import*
and *important*, *report* and *reporter*. So a single word must differ by number, by gender where an adjective does, or
be a form of a verb; in an expression of several words their company decides, and stems are enough.
"""

from __future__ import annotations

import re

from indexer.index.analysis import stem, words
from indexer.models import Language


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = {
    Language.SPANISH: _listed(
        "a al ante aquel aquella aquellos como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del "
        "desde donde durante e el ella ellas ellos en entre era eran eres es esa esas ese eso esos esta estaba "
        "estaban estan estas este esto estos fue fueron ha haber habia habian han hasta hay he hubo la las le les lo "
        "los mas me mi muy ni no nos o os otra otras otro otros para pero por porque que quien quienes se segun ser "
        "si sido sin sobre son su sus tambien te tu u un una unas uno unos y ya yo"
    ),
    Language.ENGLISH: _listed(
        "a about after against all also an and any are as at be because been before being between but by can could "
        "did do does doing during each for from had has have having he her hers him his how i if in into is it its "
        "many may might more most much must not of off on or other our out over s shall she should so some such than "
        "that the their them then there these they this those through to under until up upon was we were what when "
        "where whether which while who whom whose why will with within without would you your"
    ),
}
"""Words that say in which language somebody writes, and that are never expanded by themselves."""

LINKING_WORDS = _listed("a al con de del e el en la las lo los o para por un una y an and for in of on or s the to")
"""Articles, prepositions and conjunctions that come and go inside an expression: *violación a los derechos*, *de
derechos*. Words that change what it says (*no*, *contra*, *not*, *against*) are none of them."""

_NEGATIONS = _listed("no not ni nor sin without contra against")
"""Little words without which a text says the opposite."""


def is_little(text: str) -> bool:
    """Whether ``text``, as typed, is a word that says nothing by itself, in either language."""
    found = words(text)
    return bool(found) and all(any(word in listed for listed in FUNCTION_WORDS.values()) for word in found)


def may_be_missing(text: str) -> bool:
    """Whether a text may lack a word, typed so, and still be about what was asked for."""
    return is_little(text) and _NEGATIONS.isdisjoint(words(text))


_SPANISH_ADJECTIVE = re.compile(r"(?<=ad|id|er|an|in|iv|ic|os|ri|ul|or)[oa]$")
_SPANISH_INFINITIVE = re.compile(r"(?:[aei]r)(?:se)?$")
_SPANISH_VERB = re.compile(r"(?:[aei]r(?:se)?|[ai]d[oa]s?|ando|iendo|aron|ieron|aban?|ian?|ara|aran|o|an?)$")
_ENGLISH_VERB = re.compile(r"(?:ed|ing)$")
_ENGLISH_NOUN = re.compile(r"(?:er|or|ion|ment|al|ive)$")
_SHORTEST_VERB_STEM = 4


def singulars(word: str, language: Language) -> frozenset[str]:
    """What the singular of ``word`` (folded) may be, by rule, itself included: good for comparing, not for reading."""
    found = {word}
    if language is Language.ENGLISH and re.search(r"..men$", word):
        found.add(f"{word[:-2]}an")
    if len(word) < 4 or not word.endswith("s") or (language is Language.ENGLISH and word.endswith(("ss", "us", "is"))):
        return frozenset(found)
    found.add(word[:-1])
    if language is Language.SPANISH:
        if re.search(r"[lrndjyxs]es$", word):
            found.add(word[:-2])
        elif word.endswith("ces"):
            found.add(f"{word[:-3]}z")
    elif re.search(r"(?:s|x|z|ch|sh)es$", word):
        found.add(word[:-2])
    elif re.search(r"..ies$", word):
        found.add(f"{word[:-3]}y")
    return frozenset(found)


def plural(word: str, language: Language) -> str:
    """The plural of a folded singular, by rule."""
    if language is Language.SPANISH:
        if word.endswith("z"):
            return f"{word[:-1]}ces"
        return f"{word}s" if word[-1:] in "aeiou" else f"{word}es"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|ch|sh)$", word) else f"{word}s"


def other_number(word: str, language: Language) -> str:
    """The plural of a singular, the singular of a plural; for a folded word."""
    return min(singulars(word, language) - {word}, key=len, default="") or plural(word, language)


def same_word(form: str, typed: str, language: Language) -> bool:
    """Whether ``typed`` is an inflection of ``form`` (both folded)."""
    ours, theirs = singulars(form, language), singulars(typed, language)
    if ours & theirs:
        return True
    if language is Language.SPANISH:
        if any(_SPANISH_ADJECTIVE.search(word) and {f"{word[:-1]}o", f"{word[:-1]}a"} & theirs for word in ours):
            return True
        if not (_SPANISH_INFINITIVE.search(form) and _SPANISH_VERB.search(typed)):
            return False
    elif not (_ENGLISH_VERB.search(typed) or _ENGLISH_VERB.search(form)) or _ENGLISH_NOUN.search(form):
        return False
    stemmed = stem(form, language)
    return stemmed is not None and len(stemmed) >= _SHORTEST_VERB_STEM and stemmed == stem(typed, language)


def numbers(words: tuple[str, ...], language: Language | None) -> tuple[tuple[str, ...], ...]:
    """An expression in its own number and in the other: *arma de fuego* and *armas de fuego*, *crime against humanity*
    and *crimes against humanity*. In Spanish adjectives follow the noun, in English the noun alone changes."""
    if language is None:
        return (words,)
    end = next((place for place, word in enumerate(words) if place and word in _ENDS_THE_HEAD), len(words))
    head = list(words[:end])
    changed = range(len(head)) if language is Language.SPANISH else range(len(head) - 1, len(head))
    for place in changed:
        head[place] = other_number(head[place], language)
    return (words, (*head, *words[end:]))


_ENDS_THE_HEAD = _listed("a al con contra de del en para por sobre against for in of on to with")
