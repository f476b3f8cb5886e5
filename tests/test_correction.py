"""A person's correction: another reading with its author and time; everything else stays where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.config import load_config
from indexer.correction import corrected, find_stretch
from indexer.errors import UsageError
from indexer.models import OWNER, Page, Passage, Word
from indexer.search.service import SearchRequest
from tests.catalog.builders import add, read_document
from tests.commands import cotejo

TEXT = "El fentani1o llega\npor el puerto. El fin."
WORDS = (
    Word(0, 2, 10, 10, 30, 20, 0.95),
    Word(3, 12, 40, 10, 130, 20, 0.4),
    Word(13, 18, 140, 10, 190, 20, 0.9),
    Word(19, 22, 10, 30, 40, 40, 0.9),
    Word(23, 25, 50, 30, 70, 40, 0.9),
    Word(26, 33, 80, 30, 150, 40, 0.9),
    Word(34, 36, 160, 30, 180, 40, 0.9),
    Word(37, 41, 190, 30, 220, 40, 0.9),
)
PASSAGES = (Passage(1, 1, 0, 33), Passage(2, 1, 34, 41))


def test_a_word_is_put_right_and_the_rest_moves_along() -> None:
    made = corrected(TEXT, WORDS, PASSAGES, find_stretch(TEXT, "fentani1o", None), "fentanilo azul")
    assert made.text == "El fentanilo azul llega\npor el puerto. El fin."
    assert made.text[made.start : made.end] == "fentanilo azul"
    first, second = made.passages
    assert made.text[first.start : first.end].endswith("puerto.")
    assert made.text[second.start : second.end] == "El fin."
    for before, after in zip((WORDS[0], *WORDS[2:]), (made.words[0], *made.words[2:]), strict=True):
        assert TEXT[before.start : before.end] == made.text[after.start : after.end]
    assert (made.words[1].x0, made.words[1].confidence) == (40, 1.0)


def test_as_many_words_as_before_keep_their_boxes() -> None:
    made = corrected(TEXT, WORDS, PASSAGES, find_stretch(TEXT, "fentani1o llega por", None), "fentanilo llegó por")
    assert [made.text[word.start : word.end] for word in made.words[1:4]] == ["fentanilo", "llegó", "por"]
    assert [word.x0 for word in made.words] == [word.x0 for word in WORDS]


def test_part_of_a_word_can_be_put_right() -> None:
    made = corrected(TEXT, WORDS, PASSAGES, (10, 11), "l")
    assert made.text[made.words[1].start : made.words[1].end] == "fentanilo"
    assert len(made.words) == len(WORDS)


@pytest.mark.parametrize(
    ("old", "nth", "found"), [("el puerto.", None, (23, 33)), ("El", 2, (34, 36)), ("llega por", None, (13, 22))]
)
def test_what_is_corrected_is_found_across_line_ends(old: str, nth: int | None, found: tuple[int, int]) -> None:
    assert find_stretch(TEXT, old, nth) == found


@pytest.mark.parametrize(("old", "nth"), [("El", None), ("El", 3), ("nada", None), ("  ", None), ("e.", None)])
def test_what_is_not_there_or_not_clear_is_refused(old: str, nth: int | None) -> None:
    with pytest.raises(UsageError):
        find_stretch(TEXT, old, nth)


@given(st.integers(0, 41), st.integers(0, 41), st.text(alphabet="ab \n", min_size=1, max_size=12).filter(str.strip))
def test_nothing_leaves_the_text(one: int, other: int, new: str) -> None:
    stretch = (min(one, other), max(one, other))
    made = corrected(TEXT, WORDS, PASSAGES, stretch, new)
    for place in (*made.words, *made.passages):
        assert 0 <= place.start <= place.end <= len(made.text)
    starts = [word.start for word in made.words]
    assert starts == sorted(starts)


@pytest.fixture
def archive_folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text("")
    with Archive.open(load_config(tmp_path / "config.toml"), create=True) as archive:
        archive.ensure_collection("inbox")
        page = Page(1, TEXT, "tesseract 5 spa", words=WORDS, width=300, height=100, confidence=0.85, ocr=True)
        add(archive.catalog, read_document("memo", page, passages=PASSAGES))
    return tmp_path


def the_document(folder: Path) -> str:
    with Archive.open(load_config(folder / "config.toml")) as archive:
        return next(iter(archive.catalog.documents.revisions()))


def test_a_correction_is_a_reading_with_its_author_that_is_found_by_search(archive_folder: Path) -> None:
    document = the_document(archive_folder)
    ran = cotejo(
        "correct",
        document,
        "fentani1o",
        "fentanilo",
        "--page",
        "1",
        "--by",
        "Ana Ruiz",
        "--json",
        archive=archive_folder,
    )
    assert ran.status == 0, ran.err
    with Archive.open(load_config(archive_folder / "config.toml")) as archive:
        page = archive.catalog.documents.page(document, 1)
        assert page.reading.reading == ran.json["reading"]
        assert page.reading.engine == "correction by Ana Ruiz"
        assert page.ocr
        before = archive.catalog.documents.page(document, 1, reading=ran.json["previous"])
        assert before.text == TEXT
        assert before.reading.engine == "tesseract 5 spa"
        assert page.reading.at >= before.reading.at
        assert page.reading.confidence is not None
        assert page.reading.confidence > 0.85
        (hit,) = archive.search(SearchRequest("fentanilo"), OWNER).hits
        assert hit.passage.reading == page.reading.reading
        assert archive.catalog.documents.words(document, 1, page.reading.reading)[1].confidence == 1.0
    assert cotejo("check", archive=archive_folder).status in (0, 1)


def test_a_correction_can_be_taken_back(archive_folder: Path) -> None:
    document = the_document(archive_folder)
    there = cotejo(
        "correct", document, "fentani1o", "x", "--page", "1", "--by", "Ana", "--json", archive=archive_folder
    )
    back = cotejo("correct", document, "x", "fentani1o", "--page", "1", "--by", "Ana", "--json", archive=archive_folder)
    assert back.json["reading"] == there.json["previous"]
    with Archive.open(load_config(archive_folder / "config.toml")) as archive:
        page = archive.catalog.documents.page(document, 1)
        assert (page.text, page.reading.engine) == (TEXT, "tesseract 5 spa")
        assert sum(reading.current for reading in archive.catalog.documents.readings(document)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("fentani1o", "fentani1o", "--by", "Ana"),
        ("fentani1o", " ", "--by", "Ana"),
        ("fentani1o", "x\x1b[31m", "--by", "Ana"),
        ("fentani1o", "x" * 3000, "--by", "Ana"),
        ("fentani1o", "x", "--by", " "),
        ("fentani1o", "x", "--by", "A" * 200),
        ("nada", "x", "--by", "Ana"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_changes_nothing(
    archive_folder: Path, arguments: tuple[str, ...]
) -> None:
    document = the_document(archive_folder)
    ran = cotejo("correct", document, *arguments, "--page", "1", archive=archive_folder)
    assert ran.status == 2
    assert "Traceback" not in ran.err
    with Archive.open(load_config(archive_folder / "config.toml")) as archive:
        assert len(archive.catalog.documents.readings(document)) == 1


def test_a_page_that_was_read_anew_meanwhile_is_not_overwritten(archive_folder: Path) -> None:
    with Archive.open(load_config(archive_folder / "config.toml")) as archive:
        document = next(iter(archive.catalog.documents.revisions()))
        page = archive.catalog.documents.page(document, 1)
        corrections = archive.catalog.corrections
        corrections.apply(page, TEXT + "!", WORDS, PASSAGES, engine="correction by Ana", confidence=None)
        with pytest.raises(UsageError, match="meanwhile"):
            corrections.apply(page, TEXT + "?", WORDS, PASSAGES, engine="correction by Ana", confidence=None)
    assert cotejo("correct", "f" * 16, "a", "b", "--page", "1", "--by", "Ana", archive=archive_folder).status == 2
    assert cotejo("correct", document, "a", "b", "--page", "7", "--by", "Ana", archive=archive_folder).status == 2
