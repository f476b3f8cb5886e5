"""A sentence in the other language, for the quote check: by Apertium where it is installed, else by the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.index.analysis import words
from indexer.models import Language
from indexer.quotes.translated import Rendering
from indexer.search.thesaurus import GlossaryFile
from indexer.translate.apertium import Apertium

WAIT_SECONDS = 5.0
"""A quotation is worth a longer wait than a search: nobody is typing on."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The :class:`~indexer.quotes.translated.Translator` of an archive."""

    glossary: GlossaryFile
    apertium: Apertium | None

    def __call__(self, text: str, source: Language, target: Language) -> Rendering | None:
        """Apertium's sentence; without it the words of the text with what the glossary has for them, because
        unknown ones may be cognates or names. None for nothing at all."""
        said = self.apertium.translate(text, source, target, WAIT_SECONDS) if self.apertium else None
        if said is not None:
            return Rendering((said.text,), fluent=True)
        typed, found = words(text), list[str]()
        thesaurus, _ = self.glossary.current()
        place = 0
        while place < len(typed):
            count, meanings = next(iter(thesaurus.longest_first(typed[place:])), (1, ()))
            forms = [form.text for meaning in meanings if meaning.language is source for form in meaning.other_forms]
            found += forms or typed[place : place + count]
            place += max(1, count)
        return Rendering(tuple(found), fluent=False) if found else None
