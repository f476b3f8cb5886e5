"""An index that is damaged is said to be, and left as it is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import IndexMissing, IndexUnreadable, UsageError
from indexer.index.base import Filters
from indexer.index.query import And, Phrase, Term
from indexer.index.schema import SCHEMA_VERSION
from indexer.index.whoosh_engine import create_index, open_engine
from tests.contract.documents import document
from tests.contract.engine_contract import put

NODE = And((Term("guardia"), Phrase(("guardia", "nacional"))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index with one segment."""
    create_index(tmp_path)
    engine = open_engine(tmp_path)
    put(engine, *(document(f"d{number}", *["la guardia nacional"] * 50) for number in range(5)))
    engine.close()
    return tmp_path


def build(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text().strip()


def one(folder: Path, pattern: str) -> Path:
    (path,) = build(folder).glob(pattern)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: dict[str, Callable[[Path], None]] = {
    "postings cut": lambda folder: truncate(one(folder, "*.pst")),
    "terms cut": lambda folder: truncate(one(folder, "*.trm")),
    "records cut": lambda folder: truncate(one(folder, "*.col")),
    "postings gone": lambda folder: one(folder, "*.pst").unlink(),
    "terms empty": lambda folder: one(folder, "*.trm").write_bytes(b""),
    "contents gone": lambda folder: one(folder, "*.toc").unlink(),
    "contents cut": lambda folder: truncate(one(folder, "*.toc")),
    "contents empty": lambda folder: one(folder, "*.toc").write_bytes(b""),
    "contents noise": lambda folder: one(folder, "*.toc").write_bytes(b"\x80\x04noise" * 40),
    "stamp gone": lambda folder: one(folder, "stamp.json").unlink(),
    "stamp noise": lambda folder: one(folder, "stamp.json").write_text("[1]"),
    "pointer noise": lambda folder: (folder / "CURRENT").write_text("../../etc"),
    "pointer gone": lambda folder: (folder / "CURRENT").unlink(),
    "build gone": lambda folder: build(folder).rename(folder / "elsewhere"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_does_not_open_and_is_not_touched(folder: Path, damage: str) -> None:
    DAMAGES[damage](folder)
    before = contents(folder)
    with pytest.raises(IndexUnreadable, match="cotejo reindex"):
        open_engine(folder).search(NODE, Filters(), size=10)
    assert contents(folder) == before
    with pytest.raises(UsageError):
        create_index(folder)
    assert contents(folder).items() >= before.items()


@pytest.mark.parametrize("damage", [name for name in DAMAGES if not name.startswith("stamp")])
def test_an_index_damaged_while_it_is_open_says_so_in_the_next_search(folder: Path, damage: str) -> None:
    engine = open_engine(folder)
    assert engine.search(NODE, Filters(), size=1).total == 250
    DAMAGES[damage](folder)
    before = contents(folder)
    with pytest.raises(IndexUnreadable):
        engine.search(NODE, Filters(), size=1)
    with pytest.raises(IndexUnreadable), engine.writer() as writer:
        writer.put(document("new", "x"))
        writer.commit()
    assert contents(folder).items() >= before.items()
    engine.close()


@pytest.mark.parametrize("suffix", ["pst", "trm", "toc", "col"])
def test_a_flipped_byte_gives_an_answer_or_a_sentence(folder: Path, suffix: str) -> None:
    path = one(folder, f"*.{suffix}")
    whole = path.read_bytes()
    for place in random.Random(1).sample(range(len(whole)), min(60, len(whole))):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            engine = open_engine(folder)
            engine.search(NODE, Filters(), size=10)
            engine.close()
        except IndexUnreadable:
            continue


def test_an_index_of_another_schema_or_engine_is_refused(folder: Path) -> None:
    path = one(folder, "stamp.json")
    stamp = json.loads(path.read_text())
    assert stamp == {"engine": "whoosh", "schema": SCHEMA_VERSION, "version": "2.7.5"}
    for change in ({"schema": 0}, {"engine": "other"}):
        path.write_text(json.dumps(stamp | change))
        with pytest.raises(IndexUnreadable, match="reindex"):
            open_engine(folder)


def test_a_folder_without_an_index_stays_without(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_engine(tmp_path)
    assert list(tmp_path.iterdir()) == []
