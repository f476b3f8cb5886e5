"""The quotation structure: follows the catalog, survives what is done to it, and finds all that is in it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexMissing, IndexOutdated, IndexUnreadable
from indexer.quotes import locate, seeds, structure
from indexer.quotes.form import document_form, encode
from indexer.quotes.locate import exact_places
from indexer.quotes.segment import FormedDocument
from indexer.quotes.structure import Structure

WORDS = (
    "aviación",
    "batería",
    "cuartel",
    "división",
    "ejército",
    "frontera",
    "guardia",
    "honor",
    "infantería",
    "jornada",
    "kilo",
    "legión",
    "marina",
)


def text(seed: int, count: int = 400) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(count))


def formed(revisions: dict[str, int]) -> object:
    def form(documents: Iterable[str]) -> Iterator[FormedDocument]:
        for document in documents:
            pages = [(1, text(int(document))), (2, text(int(document) + revisions[document]))]
            yield FormedDocument(document, revisions[document], document_form(pages))

    return form


def follow(kept: Structure, revisions: dict[str, int]) -> int:
    return kept.follow(lambda: revisions, formed(revisions), 5)  # type: ignore[arg-type]


@pytest.fixture
def kept(tmp_path: Path) -> Structure:
    return Structure(tmp_path / "quotes")


def test_it_follows_what_comes_changes_and_goes(kept: Structure) -> None:
    assert follow(kept, {"1": 1, "2": 1}) == 2
    assert follow(kept, {"1": 1, "2": 1}) == 0
    assert follow(kept, {"1": 2, "3": 1}) == 2
    assert kept.live().revisions() == {"1": 2, "3": 1}
    gone = encode(text(2).replace("ó", "o").replace("í", "i").replace("é", "e").split()[:12])
    assert exact_places(kept.live(), gone) == []


def test_small_segments_are_merged_and_hold_the_same(kept: Structure) -> None:
    revisions: dict[str, int] = {}
    for number in range(structure.SMALL_SEGMENTS + 3):
        revisions[str(number)] = 1
        follow(kept, dict(revisions))
    live = kept.live()
    assert live.revisions() == revisions
    assert len(live.segments) <= structure.SMALL_SEGMENTS
    assert {path.name for path in kept.folder.iterdir() if path.is_dir()} == {segment.uid for segment in live.segments}


def test_what_a_killed_run_left_is_cleared_by_the_next(kept: Structure) -> None:
    follow(kept, {"1": 1})
    (kept.folder / "abandoned").mkdir()
    (kept.folder / "abandoned" / "text.bin").write_bytes(b"half")
    assert kept.live().revisions() == {"1": 1}
    follow(kept, {"1": 1, "2": 1})
    assert not (kept.folder / "abandoned").exists()


def test_a_reader_keeps_what_it_opened_while_it_is_replaced(kept: Structure) -> None:
    follow(kept, {"1": 1})
    before = kept.live()
    kept.rebuild(formed({"2": 1})(["2"]), 5)  # type: ignore[operator]
    assert before.revisions() == {"1": 1}
    assert bytes(before.segments[0].mapped[:4])
    assert kept.live().revisions() == {"2": 1}


def test_a_missing_or_damaged_structure_is_told_never_replaced(kept: Structure) -> None:
    with pytest.raises(IndexMissing):
        kept.live()
    follow(kept, {"1": 1})
    (segment,) = kept.live().segments
    path = kept.folder / segment.uid / "positions.u32"
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(IndexUnreadable):
        Structure(kept.folder).live()


@pytest.mark.parametrize("name", ["text.bin", "positions.u32", "offsets.u32", "pages.u32", "words.u32"])
def test_changed_bytes_are_told_and_nothing_is_called_absent(kept: Structure, name: str) -> None:
    follow(kept, {"1": 1, "2": 1})
    (segment,) = kept.live().segments
    path = kept.folder / segment.uid / name
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexUnreadable, match="damaged"):
        Structure(kept.folder).live()


def test_a_structure_of_an_older_form_is_told_and_built_anew_by_the_next_run(kept: Structure) -> None:
    follow(kept, {"1": 1, "2": 1})
    (segment,) = kept.live().segments
    path = kept.folder / segment.uid / "segment.json"
    path.write_text(path.read_text(encoding="ascii").replace('"format": 2', '"format": 1'), encoding="ascii")
    with pytest.raises(IndexOutdated):
        Structure(kept.folder).live()
    assert follow(Structure(kept.folder), {"1": 1, "2": 1}) == 2
    assert Structure(kept.folder).live().revisions() == {"1": 1, "2": 1}


def test_two_processes_that_follow_put_each_document_in_once(kept: Structure) -> None:
    revisions = {str(number): 1 for number in range(8)}
    other = Structure(kept.folder)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: follow(one, revisions), [kept, other]))
    assert sorted(document for _, _, document in Structure(kept.folder).live().documents()) == sorted(revisions)


KILLED = """
import sys, time
from pathlib import Path
from indexer.quotes import structure
from tests.quotes.test_structure import formed
from indexer.quotes.structure import Structure
structure.SEGMENT_BYTES = 3000  # a segment a document
written = structure.write
def slowly(folder, documents):
    written(folder, documents)
    print("written", flush=True)
    time.sleep(0.05)
structure.write = slowly
revisions = {str(number): 1 for number in range(40)}
Structure(Path(sys.argv[1])).follow(lambda: revisions, formed(revisions), 5)
"""


def test_a_run_that_is_killed_leaves_what_was_and_the_next_makes_it_good(kept: Structure) -> None:
    follow(kept, {"0": 1})
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(kept.folder)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as run:
        assert run.stdout is not None
        for _ in range(5):
            assert run.stdout.readline() == b"written\n"
        run.kill()
    assert Structure(kept.folder).live().revisions() == {"0": 1}
    revisions = {str(number): 1 for number in range(40)}
    assert follow(Structure(kept.folder), revisions) == 39
    live = Structure(kept.folder).live()
    assert live.revisions() == revisions
    assert {path.name for path in kept.folder.iterdir() if path.is_dir()} == {segment.uid for segment in live.segments}


@pytest.mark.parametrize("few", [0, 100])
def test_every_exact_stretch_is_found_wherever_it_stands(
    kept: Structure, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locate, "FEW_PLACES", few)  # compared letter by letter, and one by one
    follow(kept, {"1": 1, "2": 1})
    live = kept.live()
    rng = random.Random(5)
    for _ in range(60):
        ordinal = rng.randrange(2)
        words = live.segments[0].form(ordinal).text.split()
        first = rng.randrange(len(words) - 12)
        sought = b" ".join(words[first : first + rng.randint(2, 12)])
        expected = [
            (number, place) for number in range(2) for place in _all(live.segments[0].form(number).text, sought)
        ]
        found = [
            (place.ordinal, place.start - live.segments[0].bounds(place.ordinal)[0])
            for place in exact_places(live, sought)
        ]
        assert sorted(found) == sorted(expected)


def _all(text: bytes, sought: bytes) -> Iterator[int]:
    padded = b" " + text + b" "
    place = padded.find(b" " + sought + b" ")
    while place >= 0:
        yield place
        place = padded.find(b" " + sought + b" ", place + 1)


def test_grams_sampled_in_blocks_are_those_sampled_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = np.frombuffer(encode(text(9, 2000).split()) + b"\n", dtype=np.uint8)
    whole = seeds.build(sample)
    monkeypatch.setattr(seeds, "_BLOCK", 501)
    assert np.array_equal(np.sort(seeds.build(sample).positions), np.sort(whole.positions))


def test_the_bins_with_most_votes_are_elected_and_all_that_have_as_many() -> None:
    rng = np.random.default_rng(4)
    for many in (1, 30, 3_000):
        votes = np.sort(rng.zipf(1.3, size=many) % 500).astype(np.int32)
        bins, tally = np.unique(votes, return_counts=True)
        least = np.sort(tally)[-min(len(tally), locate.WINDOWS_ALIGNED * 2)]
        found = locate._most_voted(rng.permutation(votes))
        assert [list(column) for column in found] == [list(bins[tally >= least]), list(tally[tally >= least])]
