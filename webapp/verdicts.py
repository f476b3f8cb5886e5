"""Verdicts, changes and their reasons in the reader's language."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext

from indexer.models import FigureStatus
from indexer.quotes.models import ChangeType, Verdict
from indexer.quotes.wording import Phrases
from webapp.notes import told

VERDICTS = {
    Verdict.VERBATIM: lazy_gettext("Verbatim"),
    Verdict.NEAR_VERBATIM: lazy_gettext("Nearly verbatim"),
    Verdict.ALTERED: lazy_gettext("Altered"),
    Verdict.PARTIAL: lazy_gettext("In part"),
    Verdict.TRANSLATED: lazy_gettext("Perhaps translated"),
    Verdict.NOT_FOUND: lazy_gettext("Not found"),
}
FIGURES = {
    FigureStatus.FOUND: lazy_gettext("Found in the source"),
    FigureStatus.FOUND_DIFFERENTLY: lazy_gettext("Found, otherwise written"),
    FigureStatus.NOT_FOUND: lazy_gettext("Not found"),
    FigureStatus.NO_SOURCE: lazy_gettext("The source is not archived"),
}
MEANINGS = {
    Verdict.VERBATIM: lazy_gettext("The source says exactly this."),
    Verdict.NEAR_VERBATIM: lazy_gettext(
        "The source has the same words; only capitals, accents, punctuation or a letter misread by OCR differ."
    ),
    Verdict.ALTERED: lazy_gettext("The source says something close to it, but not this."),
    Verdict.PARTIAL: lazy_gettext("The source has a good part of it; the rest is not there."),
    Verdict.TRANSLATED: lazy_gettext(
        "These passages in the other language may be what it translates. Read them yourself."
    ),
    Verdict.NOT_FOUND: lazy_gettext(
        "Nothing that was searched says this, and everything that could be read was searched."
    ),
}
CHANGES = {
    ChangeType.CASE: lazy_gettext("capitals"),
    ChangeType.ACCENT: lazy_gettext("accent"),
    ChangeType.PUNCTUATION: lazy_gettext("punctuation"),
    ChangeType.OCR: lazy_gettext("as OCR read it"),
    ChangeType.WORD: lazy_gettext("another word"),
    ChangeType.OMISSION: lazy_gettext("left out"),
    ChangeType.INSERTION: lazy_gettext("added"),
    ChangeType.NUMBER: lazy_gettext("number"),
    ChangeType.NEGATION: lazy_gettext("negation"),
    ChangeType.NAME: lazy_gettext("name"),
    ChangeType.ORDER: lazy_gettext("order"),
}
REASONS = {
    "negation": lazy_gettext("a negation"),
    "hidden": lazy_gettext("the ellipsis hides a negation"),
    "number": lazy_gettext("a number"),
    "name": lazy_gettext("a name"),
    "same_number": lazy_gettext("the same number, written otherwise"),
    "same_date": lazy_gettext("the same date, written otherwise"),
    "date": lazy_gettext("a date"),
    "quantifier": lazy_gettext("how much or how many"),
    "modal": lazy_gettext("whether it is so, may be or must be"),
    "side": lazy_gettext("for or against, before or after"),
    "another_word": lazy_gettext("a word of another meaning"),
    "order": lazy_gettext("the order of the words"),
    "speakers": lazy_gettext("words of two people joined into one sentence"),
    "cut_off": lazy_gettext("the line runs out of the picture of the page"),
    "spliced": lazy_gettext("passages from different places joined"),
    "meaning": lazy_gettext("the accent makes it another word"),
}
NOTES = {
    "negation_before": lazy_gettext("In the source a negation stands right before the first word quoted."),
    "number_cut": lazy_gettext("The source has a longer number there, of which a piece is quoted."),
}


def verdict_words(code: str) -> str:
    """A quotation's verdict or a figure's status, by its code."""
    named = {**{str(key): words for key, words in FIGURES.items()}, **{str(key): w for key, w in VERDICTS.items()}}
    return str(named.get(code, code))


def phrases() -> Phrases:
    """What a copied answer is told with, in the reader's language."""
    return Phrases(
        verdicts={verdict: f"{words}. {MEANINGS[verdict]}" for verdict, words in VERDICTS.items()},
        changes={type_: str(words) for type_, words in CHANGES.items()},
        reasons={code: str(words) for code, words in REASONS.items()},
        notes={code: str(words) for code, words in NOTES.items()},
        critical=gettext("A change may turn the meaning."),
        other=gettext("quoted «%(quote)s», the source has «%(source)s»"),
        missing=gettext("the source has «%(source)s»"),
        added=gettext("only the quotation has «%(quote)s»"),
        touches=gettext("critical: %(reason)s"),
        specimen=gettext("specimen: proves nothing"),
        page=gettext("page %(pages)s"),
        ocr=gettext("read by OCR"),
        is_critical=gettext("critical"),
        cited=gettext("cited by %(notes)s"),
        further=gettext("%(count)s further places."),
        searched=gettext("Searched: %(documents)s documents, %(pages)s pages."),
        unread=gettext("%(count)s of the pages could not be read."),
        scanned=gettext("Every document was scanned."),
        say=told,
        named={verdict: str(words) for verdict, words in VERDICTS.items()},
    )
