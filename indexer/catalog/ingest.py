"""What `cotejo add` writes: whole documents, one transaction each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from indexer.catalog import readings
from indexer.catalog.clock import now
from indexer.catalog.documents import metadata_of
from indexer.catalog.paths import unspelt
from indexer.catalog.session import Database
from indexer.catalog.tables import (
    CollectionRow,
    DocumentRow,
    FailureRow,
    OccurrenceRow,
    PageRow,
    ReaderRow,
    ReadingRow,
)
from indexer.errors import NotFound, SourceError, UsageError
from indexer.models import Kind, Language, Metadata, PageStatus, Problem, ReadDocument, Rereading


class Ingest:
    """Writes documents. Every method is one transaction: killed at any moment, it has happened or it has not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        read: ReadDocument,
        *,
        path: str,
        raw_path: bytes,
        collection: str,
        sidecar_sha256: str | None,
        images: Mapping[int, str],
    ) -> bool:
        """Take in a read document with its first occurrence, and forget the failure of its path.

        ``path`` is printable, ``raw_path`` what the file system has; ``images`` maps page numbers to the SHA-256 of
        the image OCR saw. False if another process has added the document meanwhile: only the occurrence is noted.
        Raises NotFound for an unknown collection, EncodingUnknown for text that UTF-8 cannot hold.
        """
        place = _Place(path, raw_path, collection, sidecar_sha256)
        with self._database.write() as session:
            new = not _is_known(session, read)
            if new:
                _insert_document(session, read)
                readings.insert_all(session, read, images)
                _note_reader(session, read)
                _insert_occurrence(session, read.source.document, place)
            else:
                _occur_again(session, read.source.document, place)
            session.execute(delete(FailureRow).where(FailureRow.path == path))
        return new

    def add_occurrence(
        self, document: str, *, path: str, raw_path: bytes, collection: str, sidecar_sha256: str | None
    ) -> bool:
        """Note that the document's bytes lie at ``path`` too; False if that was known (then only the sidecar's
        fingerprint is brought up to date). The revision grows if the document has not been in this collection.

        Raises NotFound for an unknown document or collection.
        """
        with self._database.read() as session:
            known = session.get(OccurrenceRow, (document, path, collection))
            if known is not None and known.sidecar_sha256 == sidecar_sha256:  # nearly always: spare the write lock
                return False
        with self._database.write() as session:
            _require(session, document)
            return _occur_again(session, document, _Place(path, raw_path, collection, sidecar_sha256))

    def reread(self, made: Rereading) -> None:
        """Make what stands after another reading current, and replace the passages. Older readings stay addressable.

        Facts that were known stay (a person may have written them); unknown ones are filled in from what was read.
        A specimen stays one. Raises NotFound for a document that is not there, UsageError if one of its pages has
        another current reading meanwhile (a person has corrected it): nothing is changed then.
        """
        read = made.read
        with self._database.write() as session:
            row = _require(session, read.source.document)
            _require_base(session, made)
            facts = _certain(metadata_of(row)).over(read.metadata).over(metadata_of(row))
            readings.replace_all(session, made)
            _note_reader(session, read)
            _change(session, row.id, _facts(facts) | _counts(read) | {"specimen": row.specimen or read.specimen})

    def read_alike(self, made: Rereading) -> None:
        """Note that a document was read again and all its pages stand as they were; the new readings are kept beside.
        The index need not follow. Raises NotFound."""
        with self._database.write() as session:
            _require(session, made.read.source.document)
            readings.put_beside(session, made)
            _note_reader(session, made.read)

    def set_metadata(self, id: str, metadata: Metadata, specimen: bool) -> None:
        """Replace what is known of a document. Raises NotFound."""
        with self._database.write() as session:
            _require(session, id)
            _change(session, id, _facts(metadata) | {"specimen": specimen})

    def unread_pages(self, id: str) -> list[Problem]:
        """Why pages of the document could not be read, in order of page; one for each such page."""
        with self._database.read() as session:
            rows = session.scalars(
                select(PageRow)
                .join(ReadingRow, (ReadingRow.document == PageRow.document) & (ReadingRow.page == PageRow.number))
                .where(PageRow.document == id, PageRow.status == PageStatus.UNREADABLE, ReadingRow.current)
                .order_by(PageRow.number)
            )
            return [Problem(row.problem_code or "ocr", row.problem_message or "") for row in rows]

    def sidecar(self, path: str, document: str) -> str | None:
        """The SHA-256 of the sidecar that lay beside ``path`` when the document was last met there."""
        with self._database.read() as session:
            return session.scalars(
                select(OccurrenceRow.sidecar_sha256)
                .where(OccurrenceRow.document == document, OccurrenceRow.path == path)
                .limit(1)
            ).first()


def _is_known(session: Session, read: ReadDocument) -> bool:
    known = session.scalar(select(DocumentRow.sha256).where(DocumentRow.id == read.source.document))
    if known is not None and known != read.source.sha256:
        # Half a SHA-256 is the identifier; two files alike in it can be made on purpose (about 2**32 hashes).
        raise SourceError(
            f"Another file in the archive, with the SHA-256 {known}, has the same identifier.",
            remedy="One of the two was made to look like the other. Keep them in separate archives.",
        )
    return known is not None


def _insert_document(session: Session, read: ReadDocument) -> None:
    values = {
        "id": read.source.document,
        "sha256": read.source.sha256,
        "media_type": read.source.media_type,
        "size": read.source.size,
        "specimen": read.specimen,
        "parent": None,
        "added_at": now(),
        "revision": 1,
    }
    session.connection().execute(insert(DocumentRow), [values | _facts(read.metadata) | _counts(read)])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document's bytes lie: the columns of an occurrence but for the document."""

    path: str
    raw_path: bytes
    collection: str
    sidecar_sha256: str | None


def _insert_occurrence(session: Session, document: str, place: _Place) -> None:
    if session.get(CollectionRow, place.collection) is None:
        raise NotFound(f"There is no collection {place.collection}.")
    row = {
        "document": document,
        "path": place.path,
        "collection": place.collection,
        "raw_path": unspelt(place.path, place.raw_path),
        "sidecar_sha256": place.sidecar_sha256,
        "added_at": now(),
    }
    session.connection().execute(insert(OccurrenceRow), [row])


def _occur_again(session: Session, document: str, place: _Place) -> bool:
    """Whether there was no such occurrence of a document that is there."""
    known = session.execute(
        select(OccurrenceRow.path, OccurrenceRow.collection).where(OccurrenceRow.document == document)
    ).all()
    session.execute(
        update(OccurrenceRow)
        .where(OccurrenceRow.document == document, OccurrenceRow.path == place.path)
        .values(sidecar_sha256=place.sidecar_sha256)
    )
    if (place.path, place.collection) in known:
        return False
    _insert_occurrence(session, document, place)
    if place.collection not in {collection for _, collection in known}:
        _change(session, document, {})
    return True


def _require_base(session: Session, made: Rereading) -> None:
    if readings.current_readings(session, made.read.source.document) != dict(made.base):
        raise UsageError(
            f"A page of {made.read.source.document} was read anew or corrected meanwhile.",
            remedy="Repeat the command.",
        )


def _note_reader(session: Session, read: ReadDocument) -> None:
    """What read the document last. Unknown (a test's document, say) is not noted."""
    if read.reader:
        row = {"document": read.source.document, "reader": read.reader}
        noted = upsert(ReaderRow).values(row).on_conflict_do_update(index_elements=["document"], set_=row)
        session.execute(noted)


def _require(session: Session, id: str) -> DocumentRow:
    row = session.get(DocumentRow, id)
    if row is None:
        raise NotFound(f"There is no document {id}.")
    return row


def _change(session: Session, id: str, values: Mapping[str, object]) -> None:
    """Change a document's row so that the index follows."""
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id == id)
        .values({**values, "revision": DocumentRow.revision + 1})
        .execution_options(synchronize_session=False)
    )


def _facts(metadata: Metadata) -> dict[str, object]:
    return {name: getattr(metadata, name) for name in Metadata.__dataclass_fields__}


def _certain(metadata: Metadata) -> Metadata:
    """The facts without those that only say that nothing was recognised (a scan before tesseract was installed)."""
    return replace(
        metadata,
        kind=None if metadata.kind is Kind.OTHER else metadata.kind,
        language=None if metadata.language is Language.OTHER else metadata.language,
    )


def _counts(read: ReadDocument) -> dict[str, object]:
    return {
        "pages": len(read.pages),
        "pages_ocr": sum(page.ocr for page in read.pages),
        "pages_unreadable": sum(page.status is PageStatus.UNREADABLE for page in read.pages),
        "passages": len(read.passages),
    }
