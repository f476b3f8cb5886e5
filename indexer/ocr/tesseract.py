"""Runs tesseract on one picture: the sole importer of pytesseract."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytesseract

from indexer.errors import OcrFailed, OcrTimeout, OcrUnavailable

_WORD_LEVEL = 5


class Layout(IntEnum):
    """What tesseract may take for granted of the picture; its "page segmentation modes"."""

    ANY = 3
    ONE_BLOCK = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a file that tesseract can open: ``suffix`` with its dot."""

    data: bytes
    suffix: str
    dpi: int


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as tesseract saw it. ``block``, ``paragraph`` and ``line`` count within the page; the box is in pixels,
    origin at the top left; ``confidence`` from 0 to 1."""

    text: str
    block: int
    paragraph: int
    line: int
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


def run_tesseract(picture: Picture, language: str, seconds: float, layout: Layout = Layout.ANY) -> tuple[OcrWord, ...]:
    """The words of the picture in tesseract's reading order; none if it finds none. ``language`` as tesseract writes
    it ("spa", "spa+eng").

    Raises OcrTimeout after ``seconds``, OcrUnavailable, OcrFailed.
    """
    # One thread: tesseract's own threads slow it down, and the workers already fill the cores (design/findings.md).
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    with tempfile.TemporaryDirectory(prefix="cotejo-ocr-") as folder:
        path = Path(folder) / f"page{picture.suffix}"
        path.write_bytes(picture.data)
        return _words(_table(path, language, f"--dpi {picture.dpi} --psm {layout:d}", seconds))


def _table(path: Path, language: str, config: str, seconds: float) -> Mapping[str, list[Any]]:
    try:
        table: Mapping[str, list[Any]] = pytesseract.image_to_data(
            str(path),
            lang=language,
            config=config,
            timeout=seconds,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise OcrUnavailable("Tesseract is not installed, so scans cannot be read.") from error
    except pytesseract.TesseractError as error:
        raise OcrFailed(f"Tesseract ended with an error: {_first_line(error.message)}.") from error
    except RuntimeError as error:
        # pytesseract tells a timeout by a bare RuntimeError; its own error classes derive from it and came first.
        raise OcrTimeout(f"Tesseract took longer than {seconds:.0f} s over the page.") from error
    except SystemExit as error:
        # pytesseract ends the whole process where a program before 3.05, or of no known version, answers.
        raise OcrUnavailable(f"The installed tesseract cannot be used: {_first_line(str(error))}.") from error
    except (OSError, ValueError) as error:
        raise OcrFailed(f"Tesseract could not be run: {_first_line(str(error))}.") from error
    return table


def _words(table: Mapping[str, list[Any]]) -> tuple[OcrWord, ...]:
    rows = zip(
        *(
            table[name]
            for name in ("level", "text", "conf", "block_num", "par_num", "line_num", "left", "top", "width", "height")
        ),
        strict=True,
    )
    return tuple(
        OcrWord(word, block, paragraph, line, left, top, left + width, top + height, max(0.0, float(conf)) / 100)
        for level, text, conf, block, paragraph, line, left, top, width, height in rows
        if level == _WORD_LEVEL and (word := str(text).strip())  # some words come with a space before them
    )


def _first_line(message: str) -> str:
    return next((line.strip() for line in message.splitlines() if line.strip()), "no message").rstrip(".")[:200]
