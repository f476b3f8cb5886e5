"""What an index holds of a passage, whatever the engine: its fields and their weights.

A document's title is indexed in the same fields, as the row before its passages.

Bump SCHEMA_VERSION with any change to the fields, to folding, to words or to stems: an index with another version is
refused, with the advice to rebuild it.
"""

from __future__ import annotations

from typing import Final

from indexer.models import Language

SCHEMA_VERSION: Final = 5

EXACT: Final = "exact"
STEMS: Final = {Language.SPANISH: "stem_es", Language.ENGLISH: "stem_en"}
ACCENTS: Final = "accents"  # words written with accents, as written and again folded, with their places
VALUES: Final = "values"  # numbers and dates in one way of writing

# BM25F (Robertson & Zaragoza 2009, eq. 3.17-3.19): a field's weighted, length-normalised counts are summed before they
# saturate. The stem field holds a literal match too, so a literal form counts 1.5 and a mere inflection 0.5: one
# literal word ranks above up to three inflections in a passage of the same length.
FIELD_WEIGHTS: Final = {EXACT: 1.0, STEMS[Language.SPANISH]: 0.5, STEMS[Language.ENGLISH]: 0.5}
LITERAL: Final = FIELD_WEIGHTS[EXACT] + max(FIELD_WEIGHTS[field] for field in STEMS.values())
"""What one literal word counts: it stands in the exact view and in a stem view."""

TITLE_WEIGHT: Final = 1.0
"""A word of the title counts as if it stood in every passage of the document once more."""

AROUND_WEIGHT: Final = 0.3
"""What a passage is worth whose words stand partly in the passage beside it: less than any that has them all."""

EXPRESSION_LIFT: Final = 0.5
"""The share of its score that an expression of the other language adds to a passage that has its words, too: together
they are worth more than apart, and less than what was typed (0.6 of it for the words, half of that again)."""

BM25_K1: Final = 1.2
BM25_B: Final = 0.75
