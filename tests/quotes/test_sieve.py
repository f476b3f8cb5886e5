"""The sieve holds back only texts that cannot have a form, and of long forms nearly all of these."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indexer.quotes import scan
from indexer.quotes.scan import scan_documents
from indexer.quotes.sieve import Sieve
from tests.quotes.test_finding import built

LETTERS = "abcdefghilmnopqrstu" + "aeo" * 4


def text(rng: random.Random, count: int) -> str:
    return " ".join("".join(rng.choices(LETTERS, k=rng.randint(2, 9))) for _ in range(count))


def edited(rng: random.Random, said: str, edits: int) -> str:
    letters = [*said]
    for _ in range(edits):
        at = rng.randrange(len(letters))
        letters[at : at + rng.choice([0, 1, 1])] = rng.choice(["", "x", "rn"])
    return "".join(letters)


def test_whatever_is_near_enough_passes_and_other_texts_do_not() -> None:
    rng = random.Random(3)
    said = text(rng, 400)
    sieve = Sieve.of(said.encode(), most=120)
    assert sieve is not None
    for edits in (0, 20, 60):  # each of up to two letters
        assert sieve.passes(f"{text(rng, 300)} {edited(rng, said, edits)} {text(rng, 300)}".encode())
    assert sieve.passes(said[60:-60].encode())
    assert not sieve.passes(text(rng, 3000).encode())
    assert not sieve.passes(b"")
    assert not sieve.passes(said[:-121].encode())


def test_there_is_none_where_too_many_texts_would_pass() -> None:
    assert Sieve.of(text(random.Random(1), 60).encode(), most=100) is None
    assert Sieve.of(b"", most=0) is None


def test_a_scan_finds_a_long_quotation_and_aligns_no_other_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(5)
    documents = [text(rng, 1200) for _ in range(4)]
    live = built(tmp_path, documents).live()
    form = edited(rng, documents[2][900:4900], 80).encode()
    aligned = list[bytes]()
    true = scan.distance_within

    def counting(sought: bytes, within: bytes, most: int) -> int | None:
        aligned.append(within)
        return true(sought, within, most)

    monkeypatch.setattr(scan, "distance_within", counting)
    (segment,) = live.segments
    (found,) = scan_documents(tmp_path / segment.uid, range(4), form, 200)
    assert found.ordinal == 2
    assert abs(found.start - segment.bounds(2)[0] - 900) < 20
    assert len(aligned) == 1
