"""What of a reading is text."""

from __future__ import annotations

import pytest

from indexer.ocr.assemble import assemble, sift
from indexer.ocr.tesseract import OcrWord


def word(text: str, confidence: float, block: int = 1, line: int = 1) -> OcrWord:
    return OcrWord(text, block, 1, line, 0, 0, 10, 10, confidence)


@pytest.mark.parametrize(("text", "confidence"), [("~", 0.4), ("|_", 0.2), ("—", 0.3), ("Y", 0.1), ("x.", 0.2)])
def test_doubtful_signs_and_lone_letters_are_left_out(text: str, confidence: float) -> None:
    sifted = sift([word("La", 0.9), word(text, confidence), word("Guardia", 0.9, line=2)])
    assert [one.text for one in sifted.words] == ["La", "Guardia"]
    assert [one.text for one in sifted.left_out] == [text]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("y", 0.6), ("a", 0.35), ("—", 0.8), ("7", 0.1), ("ciento", 0.05), ("$5", 0.2)],
)
def test_words_figures_and_sure_signs_are_never_left_out(text: str, confidence: float) -> None:
    assert not sift([word("La", 0.9), word(text, confidence)]).left_out


def test_a_doubtful_sign_between_sure_words_of_its_line_is_kept() -> None:
    assert not sift([word("La", 0.9), word("¿", 0.3), word("Guardia", 0.9)]).left_out
    assert sift([word("La", 0.9), word("¿", 0.3), word("Guardia", 0.6)]).left_out


@pytest.mark.parametrize(
    ("text", "left", "size", "kept"),
    [
        ("(", 60, 20, True),
        ("—", 60, 15, True),
        ("(", 60, 8, False),
        ("|", 60, 70, False),
        ("(", 90, 20, False),
        (".", 60, 20, False),
    ],
)
def test_a_doubtful_sign_at_the_end_of_a_line_is_kept_where_a_letter_would_stand(
    text: str, left: int, size: int, kept: bool
) -> None:
    """Typewriting ran over the paper's edge: of a cut C a bracket was made, which bare tesseract keeps."""
    line = [OcrWord("NO", 1, 1, 1, 0, 0, 50, 20, 0.93), OcrWord(text, 1, 1, 1, left, 0, left + 5, size, 0.2)]
    assert (len(sift(line).words) == 2) == kept


def test_a_block_of_doubtful_fragments_is_no_text() -> None:
    photograph = [word(text, 0.2, block=2) for text in ("ii", "Ll", "~", "rf", "T")]
    sifted = sift([word("La", 0.9), *photograph])
    assert len(sifted.left_out) == 5
    assert not sift([word("ciento", 0.2, block=2), word("de", 0.3, block=2)]).left_out


def test_lines_and_paragraphs_are_kept() -> None:
    text, words = assemble([word("La", 0.9), word("Guardia", 0.9), word("es", 0.9, line=2), word("Fin", 0.9, block=2)])
    assert text == "La Guardia\nes\n\nFin"
    assert [text[one.start : one.end] for one in words] == ["La", "Guardia", "es", "Fin"]
