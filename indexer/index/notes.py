"""What is told of how a query was read, and where an answer is less than was asked for."""

from __future__ import annotations

from enum import StrEnum


class Sentence(StrEnum):
    """The sentences there are, in English, with places for what was typed; :mod:`webapp.notes` has them in Spanish."""

    CAPITALS = "In capitals NO, Y and O are operators; in small letters they are words."
    MINUS_ALONE = "A minus sign without a word after it was left out."
    QUOTE_NOT_CLOSED = "A quotation mark was not closed; the phrase was read to the end."
    BRACKET_NOT_OPENED = "A closing bracket without an opening one was left out."
    BRACKET_NOT_CLOSED = "An opening bracket was not closed; it was closed at the end."
    BRACKETS_TOO_DEEP = "Brackets more than %(most)s deep were left out."
    OPERATOR_ONE_SIDED = "«%(operator)s» has nothing on one side and was left out."
    OPERATOR_LAST = "«%(operator)s» has nothing after it and was left out."
    NO_LETTERS = "«%(typed)s» has no letters or digits and was left out."
    NO_WORD = "There is no word to search for."
    TOO_FAR_APART = "Words can be at most %(most)s words apart; ~%(typed)s was read as ~%(most)s."
    NOT_TO_MISSPELL = "«%(typed)s~» is not one word of %(least)s letters or more; it was read without the sign."
    TOO_MISSPELT = "«%(typed)s»: a word of %(letters)s letters is misspelt by %(most)s at most."
    FEW_LETTERS = "«%(typed)s» needs %(least)s letters beside its stars; it was read as «%(read)s»."
    TOO_MANY_FORMS = "%(typed)s stands for more words than can be searched at once; the %(most)s commonest were taken."
    WRONG_DATE = "«%(typed)s» was left out: a date is written 2020, 2020-07 or 2020-07-30, a span 2020-01..2020-12."
    WRONG_KIND = "«%(typed)s» was left out: a kind is one of %(kinds)s."
    WRONG_LANGUAGE = "«%(typed)s» was left out: a language is es, en or other."
    WRONG_CITED = "«%(typed)s» was left out: cited is yes or no."
    WRONG_COLLECTION = "«%(typed)s» was left out: a collection is named by its id."
    WRONG_NOTE = "«%(typed)s» was left out: a note is a number, fn-52 or REPORT#fn-52."
    WRONG_SPEAKER = "«%(typed)s» was left out: a speaker has a name."
    WIDENED = "Few passages have all the words; those whose words continue in the passage beside them are listed too."
    WIDENED_QUESTION = (
        "Few passages have all the words; those without its little words, or whose words continue in the passage "
        "beside them, are listed too."
    )
