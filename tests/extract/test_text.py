"""Plain text: decoded as it is, cut into sections, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import EncodingUnknown, FileEmpty
from indexer.extract.encoding import decode
from indexer.extract.sections import MAX_BLANK_TAIL, SECTION, cut_sections, pages_of
from indexer.models import PageStatus
from tests.extract.helpers import PROSE, read

SPANISH = (
    "El año pasado la señora Núñez pidió más información. ¿Cuántos artículos leyó? «Ninguno», contestó él.\r\n" * 20
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850"]
)
def test_spanish_is_read_from_every_encoding_it_comes_in(encoding: str) -> None:
    text = SPANISH.replace("«", '"').replace("»", '"') if encoding == "cp850" else SPANISH
    assert decode(text.encode(encoding)).text == text


def test_the_bytes_are_believed_before_the_declaration() -> None:
    assert decode("Núñez".encode(), "ISO-8859-1").text == "Núñez"
    assert decode("Ιδιος λόγος".encode("iso8859-7"), "iso-8859-7").text == "Ιδιος λόγος"
    for nonsense in ("hex", "zip", "utf-99", "punycode", ""):
        assert decode("Núñez".encode("cp1252"), nonsense).text == "Núñez"


def test_single_windows_bytes_in_a_utf8_text_do_not_spoil_it() -> None:
    data = ("Año. " * 50).encode() + b"\x93cita\x94" + ("Año. " * 50).encode()
    assert decode(data).text == "Año. " * 50 + "“cita”" + "Año. " * 50


@pytest.mark.parametrize("data", [b"abc\x00def", bytes(range(256)) * 10, b"\x00" * 100, b"\x01\x02\x03\x04" * 50])
def test_binary_is_not_text(data: bytes) -> None:
    with pytest.raises(EncodingUnknown):
        decode(data)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400).map(lambda text: text * 30))
@settings(max_examples=60, deadline=None)
def test_the_sections_joined_are_the_text(text: str) -> None:
    sections = list(cut_sections(text))
    assert "".join(sections) == text
    assert all(len(section) <= SECTION + MAX_BLANK_TAIL for section in sections)


def test_sections_end_at_paragraphs_then_lines_then_sentences_then_words() -> None:
    assert all(section.endswith("\n\n") for section in list(cut_sections((PROSE * 3 + "\n\n") * 30))[:-1])
    assert all(section.endswith("\n") for section in list(cut_sections((PROSE * 3 + "\n") * 30))[:-1])
    assert all(section.endswith(". ") for section in list(cut_sections(PROSE * 90))[:-1])
    assert all(section.endswith(" ") for section in list(cut_sections("palabra " * 2000))[:-1])
    assert [len(section) for section in cut_sections("x" * 7000)] == [3000, 3000, 1000]


def test_line_ends_and_odd_spaces_are_kept(tmp_path: Path) -> None:
    text = "Uno\r\n\r\nDos\xa0tres\tcuatro\r\n \u2028fin\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    pages = read(tmp_path / "a.txt").pages
    assert "".join(page.text for page in pages) == text
    assert pages[0].engine == "text utf-8"


def test_nothing_but_white_space_is_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b" \r\n\t \n")
    with pytest.raises(FileEmpty):
        read(tmp_path / "a.txt")


def test_a_section_of_white_space_is_blank() -> None:
    pages = pages_of("Uno." + " " * 20_000 + "Dos.", "test")
    assert {page.status for page in pages} == {PageStatus.READ, PageStatus.BLANK}
    assert all(page.text.strip() for page in pages if page.status is PageStatus.READ)


@pytest.mark.shared_data
def test_every_real_text_comes_back_as_it_was(shared_data: Path) -> None:
    for path in [*sorted((shared_data / "presidencia/cited").iterdir()), *sorted((shared_data / "dof").rglob("*.md"))]:
        joined = "".join(page.text for page in read(path).pages)
        assert joined == path.read_bytes().decode("utf-8-sig"), path
