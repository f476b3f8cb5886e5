"""What is told of how a quotation was read, and where an answer is less than was asked for."""

from __future__ import annotations

from enum import StrEnum


class Sentence(StrEnum):
    """The sentences there are, in English; :mod:`webapp.notes` has them in Spanish."""

    TAGS = "The HTML tags were left out."
    STRUCK = "Struck out, so not read as quoted: «%(struck)s»."
    ATTRIBUTION = "Read as who said it and when, not as words quoted: «%(beside)s»."
    NOT_TRANSLATED = "It was not looked for in the other language: the search index cannot be asked (%(code)s)."
    LACKING = "Documents that are not in the quotation structure yet (`cotejo reindex`): %(count)s."
