"""A quotation in the other language, for the quote check: by Apertium where it is installed, by the glossary and a list
of everyday words besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.index.analysis import words
from indexer.models import Language
from indexer.quotes.rendering import Concept, Rendering
from indexer.search.everyday import everyday
from indexer.search.thesaurus import GlossaryFile
from indexer.translate.apertium import Apertium

WAIT_SECONDS = 5.0
"""A quotation is worth a longer wait than a search: nobody is typing on."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The :class:`~indexer.quotes.rendering.Translator` of an archive."""

    glossary: GlossaryFile
    apertium: Apertium | None

    def __call__(self, text: str, source: Language, target: Language) -> Rendering:
        """What the words of ``text`` may be called in ``target``, and Apertium's sentence if there is one."""
        said = self.apertium.translate(text, source, target, WAIT_SECONDS) if self.apertium else None
        return Rendering(tuple(self._concepts(text, source, target)), said.text if said else None)

    def _concepts(self, text: str, source: Language, target: Language) -> Iterator[Concept]:
        typed = words(text)
        thesaurus, _ = self.glossary.current()
        place = 0
        while place < len(typed):
            count, meanings = next(iter(thesaurus.longest_first(typed[place:])), (1, ()))
            forms = [form.text for meaning in meanings if meaning.language is source for form in meaning.other_forms]
            # A form of several words (Estados Unidos Mexicanos) would make each of them stand for the whole.
            single = [word for form in forms for word in words(form) if len(words(form)) == 1]
            if count == 1:
                single += everyday(typed[place], source, target)
            if count > 1 and not single:
                yield from (Concept(word, (word,)) for word in words(forms[0]) if forms)
            else:
                yield Concept(" ".join(typed[place : place + count]), tuple(dict.fromkeys(single)))
            place += count
