"""Every error Cotejo raises on purpose.

    CotejoError
    ├── UsageError              the call is wrong                            exit 2
    │   └── QuoteEmpty · QuoteTooShort · QuoteTooLong
    ├── ConfigError             config.toml is wrong                         exit 3
    ├── ArchiveError            the archive cannot be opened                 exit 3
    │   ├── ArchiveMissing      no archive here
    │   ├── CatalogUnreadable   catalog.sqlite is damaged or newer than this program
    │   ├── IndexUnreadable     the index does not open or has another schema
    │   │   └── IndexOutdated   it was made by an older Cotejo
    │   ├── IndexMissing        there is no index yet
    │   └── ArchiveBusy         another process has held the writer too long
    │       ├── DrawingBusy     too many page images are being drawn, or one takes too long
    │       ├── ListsBusy       too many long lists are being written
    │       └── ChecksBusy      too many quotations are being checked
    ├── NotFound                no such document, page, reading, report or note
    │   └── PageWithoutImage · PageUndrawable
    ├── StorageError            the disk refused (full, read-only, failing)
    │   └── DiskFull
    ├── SourceError             one file could not be taken in; the run goes on
    │   ├── FileUnreadable · FileOutsideFolder · FileEmpty · FileTooLarge · FileChanged
    │   ├── UnsupportedType · SidecarInvalid · EncodingUnknown
    │   ├── PdfDamaged · PdfEncrypted · PdfWithoutPages
    │   ├── ImageDamaged · ImageTooLarge
    │   ├── MarkupTooDeep · NothingToRead · TooManyPages
    │   └── FileTimeout · FileMemory · WorkerCrashed
    ├── OcrError                one page could not be read
    │   ├── OcrUnavailable · OcrLanguageMissing · OcrTimeout · OcrMemory · OcrFailed · OcrNothingFound
    └── ReportError             a report's text could not be understood

An error carries a stable ``code`` for programs, a sentence for people, and a ``remedy``: what to do about it.
A foreign exception is translated at the border of the room that called the library, with ``raise … from``.
"""

from __future__ import annotations

import errno
from typing import ClassVar


class CotejoError(Exception):
    """Base of all deliberate errors: ``code`` is stable, ``remedy`` says what to do."""

    code: ClassVar[str] = "error"
    remedy: ClassVar[str] = "Please report this with the command that caused it."
    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = remedy or self.remedy

    def __str__(self) -> str:
        return f"{self.message} {self.advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel from worker processes to the parent; keyword arguments would be lost by default.
        return (_rebuild, (type(self), self.message, self.advice))


def _rebuild(cls: type[CotejoError], message: str, advice: str) -> CotejoError:
    return cls(message, remedy=advice)


class UsageError(CotejoError):
    """The command or the request was called wrongly."""

    code = "usage"
    remedy = "See `cotejo --help`."
    exit_status = 2


class QuoteEmpty(UsageError):
    """What is to be checked as a quotation has no words."""

    code = "quote_empty"
    remedy = "Paste the words that were quoted."


class QuoteTooShort(UsageError):
    """A quotation of one word would be found everywhere and prove nothing."""

    code = "quote_too_short"
    remedy = "Paste at least two words; from five on the answer means something."


class QuoteTooLong(UsageError):
    """What is to be checked is a document rather than a quotation."""

    code = "quote_too_long"
    remedy = "Check it paragraph by paragraph, or many quotations with --file."


class ConfigError(CotejoError):
    """config.toml has an unknown key, a wrong type or an impossible value."""

    code = "config"
    remedy = "Every key is explained in the config.toml that `cotejo init` writes."
    exit_status = 3


# --- the archive as a whole ---------------------------------------------------------------------


class ArchiveError(CotejoError):
    """The archive cannot be opened."""

    code = "archive"
    remedy = "Run `cotejo doctor`."
    exit_status = 3


class ArchiveMissing(ArchiveError):
    """There is no archive at the place named."""

    code = "archive_missing"
    remedy = "Name one with --archive DIR, or make one with `cotejo init DIR`."


class CatalogUnreadable(ArchiveError):
    """catalog.sqlite is damaged, or was written by a newer Cotejo."""

    code = "catalog_unreadable"
    remedy = "Nothing was changed. Restore the catalog from a backup, or install the newer Cotejo."


class IndexUnreadable(ArchiveError):
    """The index does not open, or was made with another schema."""

    code = "index_unreadable"
    remedy = "Nothing was changed. Run `cotejo reindex` to build a new one from the catalog."


class IndexOutdated(IndexUnreadable):
    """The index was made by an older Cotejo; the next `add` builds a new one by itself."""

    remedy = "Nothing was lost. Run `cotejo reindex` (the next `cotejo add` does it by itself)."


class IndexMissing(ArchiveError):
    """There is no index beside the catalog."""

    code = "index_missing"
    remedy = "Run `cotejo reindex` to build one from the catalog."


class ArchiveBusy(ArchiveError):
    """Another process has held the archive's writer for too long."""

    code = "archive_busy"
    remedy = "Wait for the other `cotejo` process to end, then repeat the command."
    exit_status = 1


class DrawingBusy(ArchiveBusy):
    """Too many page images are being drawn at once, or this one took too long; another moment may do."""

    code = "drawing_busy"
    remedy = "Try again in a few seconds."


class ListsBusy(ArchiveBusy):
    """Too many long lists are being written at once; they would leave no thread for other readers."""

    code = "lists_busy"
    remedy = "Try again in half a minute."


class ChecksBusy(ArchiveBusy):
    """Too many quotations are being checked at once; each may have to scan the whole archive."""

    code = "checks_busy"
    remedy = "Try again in a few seconds."


class NotFound(CotejoError):
    """No such document, page, reading, report or note (or none that this reader may see)."""

    code = "not_found"
    remedy = "Check the identifier; `cotejo search` and `cotejo report list` show what there is."
    exit_status = 2


class PageWithoutImage(NotFound):
    """The page comes from text or HTML: there is nothing to see besides its text."""

    code = "page_without_image"
    remedy = "Its text is on the document's own page."


class PageUndrawable(NotFound):
    """The page is there, but no image can be made of it: its PDF or image is damaged, or beyond the limits."""

    code = "page_undrawable"
    remedy = "Its text is on the document's own page."


class StorageError(CotejoError):
    """The disk refused to write or read."""

    code = "storage"
    remedy = "Check that the archive's folder can be written and the disk is sound, then repeat the command."


class DiskFull(StorageError):
    """No space is left for the archive."""

    code = "disk_full"
    remedy = "Nothing was lost. Free some space and repeat the command; it goes on where it stopped."


def storage_error(error: OSError, what: str) -> StorageError:
    """The StorageError for what the operating system refused; ``what`` begins the sentence ("The file x.pdf")."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"{what} cannot be written: no space is left.")
    return StorageError(f"{what} cannot be read or written: {error.strerror or error}.")


# --- one source file ----------------------------------------------------------------------------


class SourceError(CotejoError):
    """One file could not be taken in. It is recorded; the next `add` tries it again."""

    code = "source"
    remedy = "Check the file and add it again."


class FileUnreadable(SourceError):
    """The operating system would not let us read the file."""

    code = "file_unreadable"
    remedy = "Check that it exists and that you have permission to read it."


class FileOutsideFolder(SourceError):
    """A symbolic link leads out of the folder that was named."""

    code = "outside_folder"
    remedy = "Links out of the folder are not followed; add the file by its own path."


class FileEmpty(SourceError):
    """The file has no bytes, or nothing but white space."""

    code = "file_empty"
    remedy = "Fetch it again from its source."


class FileTooLarge(SourceError):
    """The file is larger than the configured limit."""

    code = "file_too_large"
    remedy = "Raise ingest.max_file_mb in config.toml, or split the file."


class FileChanged(SourceError):
    """The file changed while it was being read."""

    code = "file_changed"
    remedy = "Add it again when it is no longer being written."


class UnsupportedType(SourceError):
    """The bytes are of a type no extractor reads."""

    code = "unsupported_type"
    remedy = "Convert it to PDF, an image (PNG, JPEG, TIFF), HTML or plain text."


class SidecarInvalid(SourceError):
    """The sidecar .toml beside the file is wrong."""

    code = "sidecar_invalid"
    remedy = "Correct the sidecar; its keys are listed in the README."


class EncodingUnknown(SourceError):
    """The text's character encoding could not be told."""

    code = "encoding_unknown"
    remedy = "Save it as UTF-8."


class PdfDamaged(SourceError):
    """The PDF is truncated or broken."""

    code = "pdf_damaged"
    remedy = "Fetch it again from its source, or repair it (for example with `qpdf`)."


class PdfEncrypted(SourceError):
    """The PDF asks for a password."""

    code = "pdf_encrypted"
    remedy = "Remove the password and add it again."


class PdfWithoutPages(SourceError):
    """The PDF has no pages."""

    code = "pdf_without_pages"
    remedy = "Fetch it again from its source."


class ImageDamaged(SourceError):
    """The image is truncated or broken."""

    code = "image_damaged"
    remedy = "Scan or fetch it again."


class ImageTooLarge(SourceError):
    """The image has more pixels than the configured limit."""

    code = "image_too_large"
    remedy = "Scale it down (300 dpi is enough for OCR), or raise ocr.max_megapixels in config.toml."


class MarkupTooDeep(SourceError):
    """The markup is nested or expanded beyond any real document."""

    code = "markup_too_deep"
    remedy = "This is not a normal page; save its text as a .txt file."


class NothingToRead(SourceError):
    """The file opened, but holds no page or text at all."""

    code = "nothing_to_read"
    remedy = "Check that it is the document you meant."


class TooManyPages(SourceError):
    """The document has more pages than the configured limit."""

    code = "too_many_pages"
    remedy = "Raise ingest.max_pages in config.toml, or split the file."


class FileTimeout(SourceError):
    """Reading the file took longer than the configured limit."""

    code = "file_timeout"
    remedy = "Raise ingest.file_seconds in config.toml and add it again."


class FileMemory(SourceError):
    """Reading the file took more memory than the configured limit."""

    code = "file_memory"
    remedy = "Raise ingest.file_memory_mb in config.toml and add it again."


class WorkerCrashed(SourceError):
    """The process that read the file died."""

    code = "worker_crashed"
    remedy = "The file may be hostile or damaged; the rest of the run was not touched."


# --- one page's OCR -----------------------------------------------------------------------------


class OcrError(CotejoError):
    """One page could not be read by OCR; the page is kept as unread."""

    code = "ocr"
    remedy = "The page is kept as unread; the next `add` of the file tries it again."


class OcrUnavailable(OcrError):
    """The tesseract program is not installed."""

    code = "ocr_unavailable"
    remedy = "Install it (Debian: apt-get install tesseract-ocr tesseract-ocr-spa), then run `cotejo reread --unread`."


class OcrLanguageMissing(OcrError):
    """Tesseract lacks a language that config.toml asks for."""

    code = "ocr_language_missing"
    remedy = (
        "Install it (Debian: apt-get install tesseract-ocr-spa for spa) or correct ocr.languages in config.toml, "
        "then run `cotejo reread --unread`."
    )


class OcrTimeout(OcrError):
    """Tesseract took longer over a page than the configured limit."""

    code = "ocr_timeout"
    remedy = "The page is kept as unread. Raise ocr.page_seconds in config.toml and add the file again."


class OcrMemory(OcrError):
    """The picture of a page needs more memory than a file may take."""

    code = "ocr_memory"
    remedy = "The page is kept as unread. Raise ingest.file_memory_mb in config.toml and add the file again."


class OcrFailed(OcrError):
    """Tesseract ended with an error."""

    code = "ocr_failed"


class OcrNothingFound(OcrError):
    """Tesseract found no text although the page has ink: a picture, or beyond reading."""

    code = "ocr_nothing_found"
    remedy = "Look at the page: it may be a picture, or need a better scan."


class ReportError(CotejoError):
    """A report's text or its notes could not be understood."""

    code = "report"
    remedy = "Check that the file is the report you meant."
