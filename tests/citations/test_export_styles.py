"""APA and Chicago are printed as the style guides say, in English and Spanish."""

from __future__ import annotations

import pytest

from indexer.citations.apa import apa
from indexer.citations.chicago import chicago_bibliography, chicago_note
from indexer.models import Language
from tests.citations.goldens import Golden, goldens

ENGLISH, SPANISH = Language.ENGLISH, Language.SPANISH


def test_there_are_ten_goldens_of_each_language_at_least() -> None:
    languages = [golden.language for golden in goldens()]
    assert min(languages.count(ENGLISH), languages.count(SPANISH)) >= 10


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.name)
def test_apa_is_as_made_by_hand(golden: Golden) -> None:
    assert apa(golden.item, golden.language) == golden.apa


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.name)
def test_chicago_is_as_made_by_hand(golden: Golden) -> None:
    assert chicago_note(golden.item, golden.language) == golden.chicago_note
    assert chicago_bibliography(golden.item, golden.language) == golden.chicago_bibliography
