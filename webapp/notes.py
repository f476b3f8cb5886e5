"""What is said of how a query or a quotation was read, in the reader's language: the sentences of indexer.index.notes
and of indexer.quotes.notes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext

from indexer.index.notes import Sentence
from indexer.quotes import notes as quotes
from indexer.text.notes import Note

SENTENCES: dict[StrEnum, Any] = {
    Sentence.CAPITALS: lazy_gettext("In capitals NO, Y and O are operators; in small letters they are words."),
    Sentence.MINUS_ALONE: lazy_gettext("A minus sign without a word after it was left out."),
    Sentence.QUOTE_NOT_CLOSED: lazy_gettext("A quotation mark was not closed; the phrase was read to the end."),
    Sentence.BRACKET_NOT_OPENED: lazy_gettext("A closing bracket without an opening one was left out."),
    Sentence.BRACKET_NOT_CLOSED: lazy_gettext("An opening bracket was not closed; it was closed at the end."),
    Sentence.BRACKETS_TOO_DEEP: lazy_gettext("Brackets more than %(most)s deep were left out."),
    Sentence.OPERATOR_ONE_SIDED: lazy_gettext("«%(operator)s» has nothing on one side and was left out."),
    Sentence.OPERATOR_LAST: lazy_gettext("«%(operator)s» has nothing after it and was left out."),
    Sentence.NO_LETTERS: lazy_gettext("«%(typed)s» has no letters or digits and was left out."),
    Sentence.NO_WORD: lazy_gettext("There is no word to search for."),
    Sentence.TOO_FAR_APART: lazy_gettext(
        "Words can be at most %(most)s words apart; ~%(typed)s was read as ~%(most)s."
    ),
    Sentence.NOT_TO_MISSPELL: lazy_gettext(
        "«%(typed)s~» is not one word of %(least)s letters or more; it was read without the sign."
    ),
    Sentence.TOO_MISSPELT: lazy_gettext("«%(typed)s»: a word of %(letters)s letters is misspelt by %(most)s at most."),
    Sentence.FEW_LETTERS: lazy_gettext(
        "«%(typed)s» needs %(least)s letters beside its stars; it was read as «%(read)s»."
    ),
    Sentence.TOO_MANY_FORMS: lazy_gettext(
        "%(typed)s stands for more words than can be searched at once; the %(most)s commonest were taken."
    ),
    Sentence.WRONG_DATE: lazy_gettext(
        "«%(typed)s» was left out: a date is written 2020, 2020-07 or 2020-07-30, a span 2020-01..2020-12."
    ),
    Sentence.WRONG_KIND: lazy_gettext("«%(typed)s» was left out: a kind is one of %(kinds)s."),
    Sentence.WRONG_LANGUAGE: lazy_gettext("«%(typed)s» was left out: a language is es, en or other."),
    Sentence.WRONG_CITED: lazy_gettext("«%(typed)s» was left out: cited is yes or no."),
    Sentence.WRONG_COLLECTION: lazy_gettext("«%(typed)s» was left out: a collection is named by its id."),
    Sentence.WRONG_NOTE: lazy_gettext("«%(typed)s» was left out: a note is a number, fn-52 or REPORT#fn-52."),
    Sentence.WRONG_SPEAKER: lazy_gettext("«%(typed)s» was left out: a speaker has a name."),
    Sentence.WIDENED: lazy_gettext(
        "Few passages have all the words; those whose words continue in the passage beside them are listed too."
    ),
    Sentence.WIDENED_QUESTION: lazy_gettext(
        "Few passages have all the words; those without its little words, or whose words continue in the passage "
        "beside them, are listed too."
    ),
    quotes.Sentence.TAGS: lazy_gettext("The HTML tags were left out."),
    quotes.Sentence.STRUCK: lazy_gettext("Struck out, so not read as quoted: «%(struck)s»."),
    quotes.Sentence.ATTRIBUTION: lazy_gettext("Read as who said it and when, not as words quoted: «%(beside)s»."),
    quotes.Sentence.NOT_TRANSLATED: lazy_gettext(
        "It was not looked for in the other language: the search index cannot be asked (%(code)s)."
    ),
    quotes.Sentence.LACKING: lazy_gettext(
        "Documents that are not in the quotation structure yet (`cotejo reindex`): %(count)s."
    ),
}


def told(note: str) -> str:
    """A note; one that has no other language stays as it is."""
    return str(SENTENCES[note.sentence]) % note.values if isinstance(note, Note) else note
