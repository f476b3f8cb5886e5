"""What a file is, by its bytes."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from indexer.config import IngestLimits
from indexer.errors import FileEmpty, FileTooLarge, FileUnreadable, UnsupportedType
from indexer.extract.identify import hash_file, identify
from indexer.extract.registry import extractor_for
from tests.extract.helpers import LIMITS, make_pdf, paragraph

HTML = "<!DOCTYPE html><html><body><p>Año</p></body></html>"


def picture(form: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, form)
    return buffer.getvalue()


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


DOCX = io.BytesIO()
with zipfile.ZipFile(DOCX, "w") as _archive:
    _archive.writestr("[Content_Types].xml", "<Types/>")
    _archive.writestr("word/document.xml", "<w/>")

CASES = [
    (picture("PNG"), "image/png"),
    (picture("JPEG"), "image/jpeg"),
    (picture("TIFF"), "image/tiff"),
    (HTML.encode(), "text/html"),
    (b"\xef\xbb\xbf" + HTML.encode(), "text/html"),
    (HTML.encode("utf-16"), "text/html"),
    (HTML.encode("utf-16-le"), "text/html"),
    (b"  <!-- saved -->\n" + HTML.encode(), "text/html"),
    (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>', "text/html"),
    (b"<table><tr><td>uno</td></tr></table>", "text/html"),
    (b'<?xml version="1.0"?><rss/>', "application/xml"),
    ("Versión estenográfica".encode(), "text/plain"),
    ("Versión estenográfica".encode("cp1252"), "text/plain"),
    ("Versión estenográfica de la conferencia de prensa".encode("utf-16"), "text/plain"),
    (b"PREGUNTA: Buenos dias.\n\nPRESIDENTE: Buenos dias.\n", "text/plain"),
    (b"FROM: Embassy Mexico\nTO: State\nDATE: 12 May 2020\nSUBJECT: Guard\n\nSummary.", "text/plain"),
    (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nhello\r\n", "message/rfc822"),
    (b"\xef\xbb\xbfDelivered-To: x@example.org\r\nMIME-Version: 1.0\r\n\r\nhi", "message/rfc822"),
    (b"From MAILER Mon Jun 01 10:00:00 2009\nSubject: x\n\nhi", "application/mbox"),
    (DOCX.getvalue(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (zipped(mimetype="application/epub+zip"), "application/epub+zip"),
    (zipped(notes="x"), "application/zip"),
    (b"PK\x03\x04" + bytes(100), "application/zip"),
    (b"!BDN" + bytes(60), "application/vnd.ms-outlook-pst"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "application/msword"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "application/vnd.ms-outlook"),
    (b"{\\rtf1 hola}", "application/rtf"),
    (bytes(range(256)) * 4, "application/octet-stream"),
    (b"junk\n%PDF-1.4\n1 0 obj\n<<>>\nendobj", "application/pdf"),
    (b"The header of a PDF is %PDF-1.4, as everyone knows.", "text/plain"),
]


@pytest.mark.parametrize(("data", "media_type"), CASES)
def test_the_bytes_say_what_a_file_is_whatever_its_name(tmp_path: Path, data: bytes, media_type: str) -> None:
    for name in ("file", "file.pdf", "file.jpg"):
        (tmp_path / name).write_bytes(data)
        assert identify(tmp_path / name) == media_type


def test_the_name_only_tells_markdown_from_plain_text(tmp_path: Path) -> None:
    for name, media_type in (("a.md", "text/markdown"), ("a.txt", "text/plain"), ("a", "text/plain")):
        (tmp_path / name).write_bytes(b"# Title\n\nText.")
        assert identify(tmp_path / name) == media_type
    (tmp_path / "b.md").write_bytes(b"<!doctype html><p>x")
    assert identify(tmp_path / "b.md") == "text/html"


def test_a_file_has_its_sha256_its_size_and_the_id_of_its_document(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.txt", paragraph(72, 700, ["Hola"]))
    source = hash_file(path, LIMITS)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.document == source.sha256[:16]
    assert (source.size, source.media_type) == (path.stat().st_size, "application/pdf")


def test_an_empty_file_and_one_too_large_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(FileEmpty):
        hash_file(tmp_path / "empty", LIMITS)
    with (tmp_path / "large").open("wb") as file:
        file.truncate(3_000_000)
    with pytest.raises(FileTooLarge, match="3 MB; the limit is 2 MB"):
        hash_file(tmp_path / "large", IngestLimits(max_file_mb=2))


def test_pipes_folders_devices_and_absent_files_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "absent"):
        with pytest.raises(FileUnreadable):
            hash_file(path, LIMITS)
        with pytest.raises(FileUnreadable):
            identify(path)


def test_an_unsupported_type_is_named() -> None:
    with pytest.raises(UnsupportedType, match="application/msword"):
        extractor_for("application/msword")


@pytest.mark.shared_data
def test_real_mail_is_not_taken_for_text(shared_data: Path) -> None:
    kinds = {path: identify(path) for path in sorted((shared_data / "mail").rglob("*.eml"))}
    assert len(kinds) > 90
    others = {path.name for path, kind in kinds.items() if kind not in ("message/rfc822", "application/mbox")}
    assert others == set()
    assert identify(next((shared_data / "mail").rglob("2018-March.txt"))) == "application/mbox"


def test_a_damaged_or_crowded_container_costs_nothing(tmp_path: Path) -> None:
    """It is not opened: a damaged `mimetype` member once ended the run, a huge directory would eat its memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip" * 5)
    data = bytearray(buffer.getvalue())
    data[40:48] = b"\xff" * 8
    path = tmp_path / "damaged.epub"
    path.write_bytes(data)
    assert identify(path) == "application/zip"
