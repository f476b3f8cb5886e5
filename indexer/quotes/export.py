"""An answer to be taken away: ClaimReview as JSON-LD, and a place as a W3C Web Annotation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from indexer.quotes.models import Match, Verdict, Verification
from indexer.quotes.wording import VERDICTS

CONTEXT_CHARACTERS = 64
"""Characters before and after in a TextQuoteSelector: enough to tell two places of a document apart."""


def claim_review(verification: Verification, base_url: str, today: dt.date) -> dict[str, Any]:
    """The answer in the shape of schema.org's ClaimReview, about fidelity alone: whether a source says this, and not
    whether it is true. So it bears no ``ratingValue``, only the verdict in words. ``base_url`` is where the archive
    stands."""
    best = next((match for match in verification.matches if not match.specimen), None)
    hints = verification.quotation.hints
    speaker = (best.speaker if best else None) or hints.speaker
    claim: dict[str, Any] = {"@type": "Claim", "text": verification.quotation.text}
    if speaker:
        claim["author"] = {"@type": "Person", "name": speaker}
    if best is not None and verification.verdict is not Verdict.NOT_FOUND:
        claim["appearance"] = {
            "@type": "CreativeWork",
            "name": best.document.title,
            "url": base_url + best.url,
            "identifier": f"sha256:{best.document.sha256}",
            **({"datePublished": best.document.metadata.date.isoformat()} if best.document.metadata.date else {}),
        }
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": today.isoformat(),
        "claimReviewed": verification.quotation.text,
        "itemReviewed": claim,
        "reviewAspect": "fidelity of the quotation to its source",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": verification.verdict.value,
            "ratingExplanation": VERDICTS[verification.verdict],
        },
    }


def annotation(match: Match, base_url: str) -> dict[str, Any]:
    """A place as a Web Annotation target: by its words (TextQuoteSelector) and by its characters in the page's text
    (TextPositionSelector, https://www.w3.org/TR/annotation-model/)."""
    place = match.place
    exact = match.source_text[: place.end - place.start]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "identifying",
        "target": {
            "source": f"{base_url}/documents/{match.document.id}/pages/{place.page}?reading={place.reading}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": exact,
                    "prefix": match.context.before[-CONTEXT_CHARACTERS:],
                    "suffix": match.context.after[:CONTEXT_CHARACTERS],
                },
                {"type": "TextPositionSelector", "start": place.start, "end": place.end},
            ],
        },
    }
