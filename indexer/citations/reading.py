"""How the files of reports are read: the archive's settings, kept apart from the readers, which take long to load."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.config import IngestLimits, OcrSettings


@dataclass(frozen=True, slots=True)
class Reading:
    """How scans are read, and what one may cost: as the archive is configured."""

    ocr: OcrSettings = field(default_factory=OcrSettings)
    limits: IngestLimits = field(default_factory=IngestLimits)


USUAL = Reading()
