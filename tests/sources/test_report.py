"""What a report's file may be, and what is said of one that may not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import ReportError
from indexer.models import Language
from indexer.sources.report import MAX_REPORT_BYTES, read_report_file

BODY = "# The title\n\nA claim.[^1]\n\n[^1]: A note.\n"


def written(folder: Path, text: str | bytes, name: str = "report.md") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_front_matter_is_read_and_left_out_of_the_body(tmp_path: Path) -> None:
    front = (
        '+++\nid = "my-report"\ntitle = "Mine"\nauthor = "Me"\nlanguage = "en"\n'
        'full_text_url = "https://example.org/x"\nnote = "A digest."\n+++\n'
    )
    file = read_report_file(written(tmp_path, front + BODY))
    assert (file.id, file.title, file.author, file.note) == ("my-report", "Mine", "Me", "A digest.")
    assert file.language is Language.ENGLISH
    assert file.full_text_url == "https://example.org/x"
    assert file.body == BODY


def test_front_matter_is_optional_and_the_id_is_made_of_the_file_name(tmp_path: Path) -> None:
    file = read_report_file(written(tmp_path, BODY, "My Report (2024).md"))
    assert (file.id, file.title, file.language) == ("my-report-2024", None, Language.OTHER)


def test_an_id_given_by_the_call_wins(tmp_path: Path) -> None:
    assert read_report_file(written(tmp_path, f'+++\nid = "a"\n+++\n{BODY}'), id="b").id == "b"


def test_the_body_is_kept_as_it_was_read(tmp_path: Path) -> None:
    body = "Texto con acentos descompuestos: Culiaca\u0301n.\r\n\r\nNota.[^1]\r\n\r\n[^1]: Una.\r\n"
    assert read_report_file(written(tmp_path, body)).body == body


def test_windows_line_ends_and_a_byte_order_mark_are_borne(tmp_path: Path) -> None:
    text = b'\xef\xbb\xbf+++\r\nid = "x"\r\n+++\r\n' + BODY.encode()
    file = read_report_file(written(tmp_path, text))
    assert (file.id, file.body) == ("x", BODY)


def test_an_empty_front_matter_is_one(tmp_path: Path) -> None:
    assert read_report_file(written(tmp_path, f"+++\n+++\n{BODY}")).body == BODY


@pytest.mark.parametrize("untrusted_id", ["", "Ä", "-x", "a b", "a/../b", "x" * 65, "a#b", "A", "a\n"])
def test_an_id_that_cannot_stand_in_an_address_is_refused(tmp_path: Path, untrusted_id: str) -> None:
    path = written(tmp_path, BODY, "…….md")
    with pytest.raises(ReportError, match="is not a report id"):
        read_report_file(path, id=untrusted_id)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"Se\xf1or[^1]\n\n[^1]: nota", "not UTF-8 text .byte 2"),
        (b"a\0b", "is not a text file"),
        (b'+++\nid = "x"\n', "no closing"),
        (b"+++\nid = x\n+++\n", "not valid TOML"),
        (b"+++\nid = 3\n+++\n", "must be text in quotes"),
        (b'+++\nidd = "x"\n+++\n', "has no key «idd»"),
        (b'+++\nlanguage = "fr"\n+++\nx', "must be es, en or other"),
        (b'+++\nfull_text_url = "javascript:alert(1)"\n+++\nx', "must begin with https"),
        (b"+++\na = " + b"[" * 5000 + b"\n+++\n", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(ReportError, match=sentence):
        read_report_file(written(tmp_path, content))


def test_a_file_too_large_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "sparse.md"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50 * MAX_REPORT_BYTES)
    with pytest.raises(ReportError, match="larger than 4 MB"):
        read_report_file(path)


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    for name in ("folder.md", "missing.md"):
        with pytest.raises(ReportError, match="cannot be read"):
            read_report_file(tmp_path / name)
