"""What finds quickly finds the same: the scan beside edlib, grams with an error, places weighed before reading."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.models import OWNER
from indexer.quotes import locate, scan, seeds, source
from indexer.quotes.align import best_place
from indexer.quotes.chain import tightest
from indexer.quotes.chance import KnownCounts, Surprise
from indexer.quotes.check import LEAST_MATCHES, Check
from indexer.quotes.finder import Candidate, Finder, Reach
from indexer.quotes.form import document_form, encode, page_words, words_near
from indexer.quotes.locate import Place, exact_places, exact_within, near_places
from indexer.quotes.misspelt import misspelt_places, variants
from indexer.quotes.models import Verdict
from indexer.quotes.nearby import answers_at
from indexer.quotes.parse import read_quotation
from indexer.quotes.pieces import pieces_of
from indexer.quotes.segment import FormedDocument, Segment
from indexer.quotes.service import QuoteService
from indexer.quotes.structure import Live, Structure
from indexer.workers import WorkerPool
from tests.quotes.test_structure import text

SAID = "el convoy salio de la zona militar con dos vehiculos blindados"
BADLY = "el cxnvoy saxio de lx zona mxlitar cxn dos vexiculos blixdados"
"""The same with an error in each eight letters: no gram is whole."""


def built(folder: Path, texts: Sequence[str]) -> Structure:
    made = Structure(folder)
    made.rebuild((FormedDocument(str(number), 1, document_form([(1, one)])) for number, one in enumerate(texts)), 5)
    return made


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Structure:
    texts = [text(seed, 200 + 80 * seed) for seed in range(8)]  # on both sides of SURE_BYTES
    texts[3] += f" {SAID} " + text(20)
    return built(tmp_path_factory.mktemp("quotes"), texts)


def nearest_by_edlib(segment: Segment, form: bytes, most: int) -> dict[int, tuple[int, int, int]]:
    found = {}
    for ordinal in range(len(segment.documents)):
        first, last = segment.bounds(ordinal)
        place = best_place(form, segment.mapped[first:last], most)
        if place is not None:
            found[ordinal] = (first + place.start, first + place.end, place.distance)
    return found


@settings(max_examples=40, deadline=None)
@given(st.text("abcdeilmnorstv ", min_size=13, max_size=60), st.integers(0, 30))
def test_the_scan_leaves_out_no_document_within_its_limit(kept: Structure, quote: str, most: int) -> None:
    (segment,) = kept.live().segments
    form = quote.encode()
    found = scan.scan_documents(kept.folder / segment.uid, range(len(segment.documents)), form, most)
    told = {one.ordinal: (one.start, one.end, one.distance) for one in found}
    assert told == nearest_by_edlib(segment, form, most)


def test_the_spellings_of_a_gram_are_all_that_one_letter_changed_lost_or_added_makes() -> None:
    form = b"aqui nosotros"
    packed = seeds.grams(np.frombuffer(form, dtype=np.uint8))
    spelt, at = variants(packed, np.arange(len(packed)))
    known = {(int(place), int(one).to_bytes(8, "little")) for one, place in zip(spelt, at, strict=True)}
    gram = form[2:10]
    for place in range(8):
        for letter in b" abcdefghijklmnopqrstuvwxyz\xf1":
            assert (2, gram[:place] + bytes([letter]) + gram[place + 1 :]) in known
            if place:
                assert (2, gram[:place] + bytes([letter]) + gram[place:7]) in known
        if place:
            assert (2, gram[:place] + form[2 + place + 1 : 11]) in known


def test_a_quotation_with_an_error_in_every_gram_is_found_without_the_scan(kept: Structure) -> None:
    live = kept.live()
    assert near_places(live, BADLY.encode(), 20) == []
    (place,) = misspelt_places(live, BADLY.encode(), 20)
    assert place.document == "3"
    assert place.distance == 7
    assert place.segment.mapped[place.start : place.end] == SAID.encode()


def test_a_document_that_is_dead_is_not_found_by_its_misspelt_grams(kept: Structure) -> None:
    live = kept.live()
    assert misspelt_places(Live(live.uid, live.segments, (frozenset([3]),)), BADLY.encode(), 20) == []


def test_the_places_in_one_document_are_those_of_all_that_lie_in_it(kept: Structure) -> None:
    live = kept.live()
    (segment,) = live.segments
    for sought in (b"kilo", b"kilo legion", b"honor honor"):
        everywhere = [(place.ordinal, place.start, place.end) for place in exact_places(live, sought)]
        within = [
            (place.ordinal, place.start, place.end)
            for ordinal in range(len(segment.documents))
            for place in exact_within(segment, ordinal, sought)
        ]
        assert within == everywhere


def test_counts_are_those_of_the_structure_as_it_is(tmp_path: Path) -> None:
    known = KnownCounts()
    before = built(tmp_path, ["la paloma blanca vuela", "la paloma blanca duerme"]).live()
    surprise = Surprise(before, known.of(before))
    assert surprise.places(["paloma", "blanca"]) == 2
    assert Surprise(before, known.of(before)).counts
    after = built(tmp_path, ["la paloma blanca vuela"]).live()
    assert Surprise(after, known.of(after)).places(["paloma", "blanca"]) == 1


def test_the_workers_of_the_scan_yield_to_others() -> None:
    with WorkerPool(1, 30, 600, scan.SCAN_NICENESS) as pool:
        assert pool.result(pool.submit(os.nice, 0)) == os.nice(0) + scan.SCAN_NICENESS


def test_a_long_alignment_is_not_made_in_the_callers_thread(kept: Structure, monkeypatch: pytest.MonkeyPatch) -> None:
    (segment,) = kept.live().segments
    scanner = scan.Scanner(kept.folder, jobs=1)
    whole = Place(segment, 3, *segment.bounds(3))
    here = scanner.nearest(whole, SAID.encode(), 5)
    monkeypatch.setattr(scan, "LONG_ALIGNMENT", 1)
    monkeypatch.setattr(scan, "best_place", None)  # the workers have their own
    try:
        assert scanner.nearest(whole, SAID.encode(), 5) == here
    finally:
        scanner.close()
    assert here is not None
    assert here.distance == 0


class Counted:
    """A catalog's documents that count how often pages are read."""

    def __init__(self, documents: Any) -> None:
        self._documents, self.read = documents, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._documents, name)

    def pages(self, *args: Any) -> Any:
        self.read += 1
        return self._documents.pages(*args)

    def stretches(self, *args: Any) -> Any:
        self.read += 1
        return self._documents.stretches(*args)


@pytest.fixture
def check(archive: Archive) -> Iterator[Callable[[str], tuple[Check, Counted]]]:
    service = archive.quotes
    documents = Counted(archive.catalog.documents)

    def made(quote: str) -> tuple[Check, Counted]:
        live = service.live()
        finder = Finder(live, service._scanner, None)
        return Check(documents, finder, Surprise(live), read_quotation(quote), OWNER), documents

    yield made


QUOTED = "Se invirtieron 40 mil millones de dólares en becas para estudiantes de universidad de familias pobres"


def test_the_structure_says_of_a_place_what_its_page_says(check: Callable[[str], tuple[Check, Counted]]) -> None:
    one, _ = check(QUOTED)
    (candidate,) = one.finder.near(one.quotation, Reach.VOTES)
    (judged,) = one._judged([candidate])
    places = [place for place in candidate.places if place]
    assert answers_at(one.quotation.parts, places, one._diff) == judged.answers


def test_a_place_that_does_not_convince_is_not_read(check: Callable[[str], tuple[Check, Counted]]) -> None:
    one, documents = check("en esta tarde de becas para algunos jóvenes de muchas familias sinaloenses")
    matches, scanned = one.matches()
    assert not matches
    assert scanned
    assert documents.read == 0


@pytest.mark.parametrize(("at_once", "reads"), [(1 << 20, 1), (0, 2)])
def test_places_of_a_phrase_are_read_together_unless_their_pages_are_large(
    check: Callable[[str], tuple[Check, Counted]], at_once: int, reads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "READ_AT_ONCE", at_once)
    one, documents = check("Presidencia de la República")
    matches, _ = one.matches()
    assert len(matches) == 2
    assert documents.read == reads


def test_a_page_is_read_once_for_all_places_on_it(
    check: Callable[[str], tuple[Check, Counted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "READ_AT_ONCE", 0)
    one, documents = check("barrio antiguo tiene alumbrado")
    matches, _ = one.matches()
    assert len(matches) == 60
    assert documents.read < 4  # of one page, of the next, of both


def test_the_words_about_a_place_are_those_of_the_whole_page() -> None:
    rng = random.Random(6)
    said = ["cons-\ntrucción", "1,234.75", "E.U.", "año", "«No»,", "¿qué?", "no", "e\u0301l", "17.º", "\n\n—Sí."]
    for lines in (True, False):
        page = "".join(rng.choice(said) + rng.choice("  \n" if lines else "  ") for _ in range(900))
        whole = page_words(page)
        starts = [0, *accumulate(len(word) + 1 for word in whole.words)]
        at_byte = {byte: word for byte, *word in zip(starts, *whole, strict=False)}
        fewer = 0
        for _ in range(100):
            first = rng.randrange(-50, starts[-1])
            found, byte = words_near(page, encode(whole.words), max(0, first), first + rng.randrange(1, 400))
            fewer += len(found.words) < len(whole.words)
            assert byte <= max(0, first)
            for word in zip(*found, strict=True):
                assert at_byte[byte] == [*word]
                byte += len(word[0]) + 1
            assert byte > min(first, starts[-1] - 1)
        assert fewer > 10


def test_of_lines_that_a_page_has_twice_all_of_it_is_looked_at() -> None:
    page = "Uno, dos, tres, cuatro.\n" * 100
    found, byte = words_near(page, encode(page_words(page).words), 900, 950)
    assert (len(found.words), byte) == (400, 0)


def test_what_is_nearer_and_convinces_nobody_hides_nothing(
    check: Callable[[str], tuple[Check, Counted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = check(QUOTED)
    (candidate,) = one.finder.near(one.quotation, Reach.VOTES)
    alike = Candidate("nobody", (None,), 1)
    assert len(one._convincing([alike, candidate])) == 1
    assert len(one._convincing([candidate, replace(candidate, distance=candidate.distance + 50)])) == 1


def test_an_everyday_word_beside_an_ellipsis_is_looked_for_only_where_the_rest_stands(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.quotes import locate

    def never(segment: Segment, form: bytes) -> None:
        raise AssertionError(f"all of the archive was looked through for {form!r}")

    monkeypatch.setattr(locate, "_scanned", never)
    quotation = read_quotation("«Llevamos 79.5 por ciento de avance […] que costó 1,234.75 pesos […] metro»")
    service: QuoteService = archive.quotes
    answer = service.verify(quotation, OWNER)
    assert answer.verdict is Verdict.VERBATIM


@given(st.text("ab ", max_size=40), st.lists(st.sampled_from(["a", "b", "ab", "a b", "ba"]), min_size=1, max_size=4))
def test_parts_are_chained_over_the_shortest_stretch(said: str, parts: list[str]) -> None:
    words = " ".join(said.split())
    forms = [part.encode() for part in parts]

    def chains(number: int, at: int) -> Iterator[list[int]]:
        if number == len(parts):
            yield []
            return
        for start in range(at, len(words) + 1):
            if f" {words} "[start:].startswith(f" {parts[number]} "):
                for rest in chains(number + 1, start + len(parts[number]) + 1):
                    yield [start, *rest]

    lengths = [chain[-1] + len(parts[-1]) - chain[0] for chain in chains(0, 0)]
    found = tightest(words.encode(), forms)
    assert bool(found) == bool(lengths)
    if found:
        assert found[-1] + len(forms[-1]) - found[0] == min(lengths)
        assert all(f" {words} "[start:].startswith(f" {part} ") for start, part in zip(found, parts, strict=True))


def test_many_small_parts_are_looked_for_in_each_text_once(
    check: Callable[[str], tuple[Check, Counted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """800 of them had each all of its places listed in each document."""
    looked_up: list[bytes] = []
    find = locate._scanned
    monkeypatch.setattr(locate, "_scanned", lambda segment, form: looked_up.append(form) or find(segment, form))
    one, documents = check(" … ".join(["no"] * 800))
    assert one.matches() == ([], True)
    one, documents = check(" … ".join(["de"] * 30))
    one.matches()
    assert looked_up == []
    assert documents.read <= LEAST_MATCHES


def test_single_letters_are_not_looked_up_everywhere(
    check: Callable[[str], tuple[Check, Counted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(segment: Segment, form: bytes) -> None:
        raise AssertionError(f"all of the archive was looked through for {form!r}")

    one, _ = check("u i e o " * 400)
    monkeypatch.setattr(locate, "_scanned", never)
    assert pieces_of(one.finder.live, one.quotation.words, None) == []


def test_grams_that_are_everywhere_do_not_vote_without_bound(kept: Structure, monkeypatch: pytest.MonkeyPatch) -> None:
    live, votes = kept.live(), locate.Votes.of(SAID.encode())
    assert locate.windows_of(live, 0, votes, 3)
    monkeypatch.setattr(locate, "MOST_POSITIONS", 0)
    monkeypatch.setattr(locate, "MOST_VOTES", 0)
    assert locate.windows_of(live, 0, votes, 3) == []


def test_counts_of_an_older_state_are_never_taken_for_those_of_a_newer_one(tmp_path: Path) -> None:
    known = KnownCounts()
    live = built(tmp_path, ["la paloma blanca vuela"]).live()
    for attribute, value in list(vars(known).items()):
        assert isinstance(value, tuple), f"{attribute} is set apart from the rest"
    assert known.of(live) is known.of(live)


def test_random_noise_is_found_as_by_the_scan(kept: Structure) -> None:
    rng = random.Random(4)
    live = kept.live()
    (segment,) = live.segments
    for _ in range(20):
        noisy = bytes(rng.choice(b"aeiou") if rng.random() < 0.12 else letter for letter in SAID.encode())
        found = misspelt_places(live, noisy, 20)
        assert [place.distance for place in found[:1]] == [nearest_by_edlib(segment, noisy, 20)[3][2]]
