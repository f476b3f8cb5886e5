"""What a note states that can be looked for in its source: the quotations and figures of its sentences."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.citations.figures import figures
from indexer.citations.sentences import quotations
from indexer.models import Footnote
from indexer.text.fold import fold

NOTE_QUOTE_WORDS = 6
"""Words of what counts as a quotation within a note: less between marks is a title or a term."""


def quotes_of(note: Footnote) -> tuple[str, ...]:
    """What the note's claims quote, then what the note itself quotes, each once. The titles of what it cites stand
    between the same marks and are left out."""
    claimed = (quote for claim in note.claims for quote in claim.quotes)
    return tuple(dict.fromkeys([*claimed, *_within(note)]))


def figures_of(note: Footnote) -> tuple[str, ...]:
    """The figures of the note's claims as printed, each once."""
    return tuple(dict.fromkeys(figure for claim in note.claims for figure in figures(claim.sentence)))


def _within(note: Footnote) -> Iterator[str]:
    titles = [fold(reference.title).text for reference in note.references if reference.title]
    for span in quotations(note.text):
        quote = note.text[span.start : span.end].strip()
        # “Title,” Journal: the comma within the marks is how a title ends in American notes, and no quotation does.
        if len(quote.split()) < NOTE_QUOTE_WORDS or quote.endswith(","):
            continue
        folded = fold(quote).text
        if not any(folded in title or title in folded for title in titles):
            yield quote
