"""A sidecar is found beside its file, read strictly, and says where it is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest

from indexer.errors import SidecarInvalid
from indexer.models import Kind, Language, Metadata
from indexer.sidecar import KEYS, MAX_SIDECAR_BYTES, find_sidecar, read_sidecar, sidecars_among

WHOLE = """\
title = "Oficio sobre «fentanilo»"
kind = "memo"
date = "2020-07-30"
language = "es"
collection = "guacamaya-sedena"
official_url = "https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022"
code = "5671829"
issuer = "SEDENA"
place = "Coatzacoalcos, Ver."
addressee = "C. Gral."
file_number = "330026424000557"
specimen = true
cited_in = ["warlike-approach#fn-56", "book#fn-2-7", "warlike-approach#fn-56"]
"""


@pytest.fixture
def sidecar(tmp_path: Path) -> Path:
    return tmp_path / "memo.pdf.toml"


def refused(path: Path, text: str | bytes) -> str:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SidecarInvalid) as error:
        read_sidecar(path)
    assert error.value.message.startswith("memo.pdf.toml")
    return error.value.message


def test_every_key_is_read(sidecar: Path) -> None:
    sidecar.write_text(WHOLE, encoding="utf-8")
    read = read_sidecar(sidecar)
    assert read.metadata == Metadata(
        title="Oficio sobre «fentanilo»",
        kind=Kind.MEMO,
        date=dt.date(2020, 7, 30),
        language=Language.SPANISH,
        official_url="https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022",
        code="5671829",
        issuer="SEDENA",
        place="Coatzacoalcos, Ver.",
        addressee="C. Gral.",
        file_number="330026424000557",
    )
    assert (read.collection, read.specimen) == ("guacamaya-sedena", True)
    assert read.cited_in == ("warlike-approach#fn-56", "book#fn-2-7")
    assert read.sha256 == hashlib.sha256(WHOLE.encode()).hexdigest()
    assert {line.split(" =")[0] for line in WHOLE.splitlines()} == set(KEYS)


def test_an_empty_sidecar_says_nothing(sidecar: Path) -> None:
    sidecar.write_text("# nothing yet\n")
    read = read_sidecar(sidecar)
    assert read.metadata == Metadata()
    assert (read.collection, read.specimen, read.cited_in) == (None, None, ())


def test_a_toml_date_is_a_date_too(sidecar: Path) -> None:
    sidecar.write_bytes(b"\xef\xbb\xbfdate = 2020-07-30\r\n")
    assert read_sidecar(sidecar).metadata.date == dt.date(2020, 7, 30)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('tilte = "x"', "«tilte»"),
        ('sha256 = "x"', "«sha256»"),
        ("title = 7", "«title»"),
        ('title = "  "', "«title»"),
        ('title = "a\\nb"', "«title»"),
        ('title = "a\\u0007b"', "«title»"),
        (f'title = "{"x" * 2001}"', "«title»"),
        ('kind = "memos"', "transcript, decree"),
        ('language = "fr"', "es, en, other"),
        ('date = "30/07/2020"', "«date»"),
        ('date = "2020-02-30"', "calendar"),
        ("date = 2020-07-30T10:00:00", "«date»"),
        ("date = 20200730", "«date»"),
        ('collection = "Guacamaya SEDENA"', "«collection»"),
        ('collection = "../x"', "«collection»"),
        ('official_url = "javascript:alert(1)"', "http"),
        ('specimen = "yes"', "«specimen»"),
        ("specimen = 1", "«specimen»"),
        ('cited_in = "warlike-approach#fn-52"', "«cited_in»"),
        ('cited_in = ["warlike-approach#52"]', "REPORT#fn-N"),
        ('cited_in = ["warlike-approach#fn-0"]', "REPORT#fn-N"),
        ("cited_in = [52]", "REPORT#fn-N"),
    ],
)
def test_a_wrong_line_is_named(sidecar: Path, line: str, word: str) -> None:
    message = refused(sidecar, f'# head\nplace = "X"\n{line}\n' if "place" not in line else line)
    assert "line 3" in message
    assert word in message


def test_a_table_is_an_unknown_key(sidecar: Path) -> None:
    assert "line 2" in refused(sidecar, 'title = "x"\n[notes]\na = 1\n')


def test_what_is_not_toml_is_refused_with_its_line(sidecar: Path) -> None:
    assert "line 2" in refused(sidecar, 'title = "x"\ndate: 2020\n')
    assert "line 2" in refused(sidecar, 'title = "x"\ntitle = "y"\n')


def test_what_is_not_utf8_is_refused_with_its_line(sidecar: Path) -> None:
    assert "line 2: the sidecar is not UTF-8" in refused(sidecar, 'place = "x"\ntitle = "Culiacán"\n'.encode("latin-1"))


def test_a_large_or_deep_file_is_no_sidecar(sidecar: Path) -> None:
    assert "larger than 64 KB" in refused(sidecar, "#" * (MAX_SIDECAR_BYTES + 1))
    refused(sidecar, "cited_in = " + "[" * 30_000)


def test_the_longer_name_wins(tmp_path: Path) -> None:
    file = tmp_path / "memo.pdf"
    file.touch()
    assert find_sidecar(file) is None
    (tmp_path / "memo.toml").touch()
    assert find_sidecar(file) == tmp_path / "memo.toml"
    (tmp_path / "memo.pdf.toml").touch()
    assert find_sidecar(file) == tmp_path / "memo.pdf.toml"


def test_a_folder_or_a_pipe_is_no_sidecar(tmp_path: Path) -> None:
    (tmp_path / "memo.pdf.toml").mkdir()
    os.mkfifo(tmp_path / "memo.toml")
    assert find_sidecar(tmp_path / "memo.pdf") is None


def test_a_toml_that_stands_alone_is_a_document(tmp_path: Path) -> None:
    alone = tmp_path / "pyproject.toml"
    alone.touch()
    assert find_sidecar(alone) is None
    assert sidecars_among(["pyproject.toml", "memo.pdf", "memo.toml", "memo.pdf.toml"]) == {
        "memo.toml",
        "memo.pdf.toml",
    }


def test_a_file_whose_name_leaves_no_room_for_a_suffix_has_no_sidecar(tmp_path: Path) -> None:
    file = tmp_path / ("a" * 253)
    file.touch()
    assert find_sidecar(file) is None


def test_a_name_that_is_not_utf8_can_be_told(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xe1s\n.toml"))
    path.write_text("x = 1\n")
    with pytest.raises(SidecarInvalid) as error:
        read_sidecar(path)
    assert error.value.message.isprintable()
    error.value.message.encode("utf-8")
