"""Frozen value objects that pass between rooms.

Units: offsets count Unicode code points in a page's stored text, from 0, end exclusive; pages count from 1;
boxes are in the page's own unit (PDF points or image pixels), origin at the top left; confidences run from 0 to 1.

``source`` holds what leads from a file to its passages, ``archive`` what the catalog tells, ``citation`` reports and
their notes.
"""

from indexer.models.archive import (
    COLLECTION_ID,
    OWNER,
    Access,
    Collection,
    Counts,
    Document,
    Failure,
    Occurrence,
    ReadingInfo,
    StoredPage,
    StoredPassage,
)
from indexer.models.citation import (
    CitationLink,
    CitationWish,
    Claim,
    CrossReference,
    CrossReferenceType,
    Footnote,
    LinkBy,
    LinkStatus,
    Reference,
    Report,
    ReportSummary,
    Url,
)
from indexer.models.source import (
    Extraction,
    Kind,
    Language,
    Metadata,
    Outcome,
    Page,
    PageImage,
    PageStatus,
    Passage,
    PassageKind,
    Problem,
    ReadDocument,
    Sidecar,
    SourceFile,
    Word,
)

__all__ = [
    "COLLECTION_ID",
    "OWNER",
    "Access",
    "CitationLink",
    "CitationWish",
    "Claim",
    "Collection",
    "Counts",
    "CrossReference",
    "CrossReferenceType",
    "Document",
    "Extraction",
    "Failure",
    "Footnote",
    "Kind",
    "Language",
    "LinkBy",
    "LinkStatus",
    "Metadata",
    "Occurrence",
    "Outcome",
    "Page",
    "PageImage",
    "PageStatus",
    "Passage",
    "PassageKind",
    "Problem",
    "ReadDocument",
    "ReadingInfo",
    "Reference",
    "Report",
    "ReportSummary",
    "Sidecar",
    "SourceFile",
    "StoredPage",
    "StoredPassage",
    "Url",
    "Word",
]
