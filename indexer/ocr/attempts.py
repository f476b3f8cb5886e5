"""The attempts at one page, in order: as it needs it, the other way up, repaired thoroughly, untouched, in another
language. Each only where the one before it does not stand; the best is kept.

measure ─▶ surely not upright? turn ─▶ repair what is evident ─▶ read ─▶ stands? ── yes ─▶ language ─▶ done
                                                                         │ no
                                                                         ▼
                                                  upside down? ─▶ repair all ─▶ read ─▶ untouched ─▶ read ─▶ the best
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field, replace

from indexer.errors import OcrError, OcrTimeout
from indexer.models import PageImage
from indexer.ocr.attempt import Attempt, moved
from indexer.ocr.coverage import covered
from indexer.ocr.languages import better_language
from indexer.ocr.preprocess import Raster, encode, picture_work
from indexer.ocr.repair import Plan, plan_for, repaired, thorough_plan
from indexer.ocr.rows import by_rows
from indexer.ocr.sheet import Sheet
from indexer.ocr.tesseract import Layout, OcrWord, Picture, run_tesseract
from indexer.ocr.upright import SURE, right_way_up, seen_way_up

_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif"}

UPSIDE_DOWN = 0.8
"""A page read at less than this may lie upside down if its letters do not tell (it may be all in capitals). Such pages
were read at 0.3 to 0.6, the worst upright print at 0.61, so that a fifth of a second is spent on asking."""

SURELY_UPSIDE_DOWN = 0.5
"""Read at less than this, it is asked though its letters seemed to tell: they may be strange ones."""

DOUBTFUL = 0.75
"""If two repairs are read at less than this, the page is read as it came too: it may be a photograph, or the repair did
harm. Above, the third reading would take the page beyond three times bare tesseract's time."""


MUCH_LESS = 0.95
"""What a page is read in its own language is kept though tesseract was a little surer in another: the letters decide
less than the words, which its dictionary then knows."""


@dataclass(slots=True)
class PageAttempts:
    """Reads one page. ``languages``: those that may be tried; ``first`` is tried first. ``seconds``: for all attempts
    together; the first that overruns them raises OcrTimeout, a later one only ends the search."""

    image: PageImage
    languages: tuple[str, ...]
    first: str
    seconds: float
    sheet: Sheet = field(init=False)
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.seconds

    def best(self) -> Attempt:
        """The best reading. Its sheet, upright, is in ``sheet`` then. Raises OcrError."""
        self.sheet = Sheet.of(self.image)
        quarters = seen_way_up(self.sheet.condition)
        if quarters is None:
            self._turn()
        elif quarters:
            self.sheet = self.sheet.turned(quarters)
        plan = plan_for(self.sheet.condition, self.sheet.raster.shape)
        best = self._read(plan, self.first)
        if not best.stands:
            with contextlib.suppress(OcrError):  # a further attempt that fails costs nothing of the first
                best = self._try_harder(best, plan)
        with contextlib.suppress(OcrError):
            best = self._in_its_language(best)
        return best

    def _turn(self) -> bool:
        """Turn the sheet upright; whether it had to be."""
        plan = thorough_plan(self.sheet.condition, self.sheet.raster.shape)
        with picture_work():
            quarters = right_way_up(self.sheet, plan, self._strip_words)
        if quarters:
            self.sheet = self.sheet.turned(quarters)
            if not self.sheet.quarters:  # turned back: as it came, without the loss of two encodings
                self.sheet = replace(self.sheet, image=self.image)
        return bool(quarters)

    @property
    def _upside_down_below(self) -> float:
        return SURELY_UPSIDE_DOWN if abs(self.sheet.condition.rising) >= SURE else UPSIDE_DOWN

    def _try_harder(self, best: Attempt, plan: Plan) -> Attempt:
        as_it_lay = self.sheet
        if best.confidence < self._upside_down_below and self._turn():
            plan = plan_for(self.sheet.condition, self.sheet.raster.shape)
            try:
                best = self._read(plan, self.first)
            except OcrError:
                self.sheet = as_it_lay  # what was read so far has its boxes there
                raise
            if best.stands:
                return best
        with contextlib.suppress(OcrError):
            thorough = thorough_plan(self.sheet.condition, self.sheet.raster.shape)
            # Lines lost under a stamp or beside a picture are lost to tesseract's division of the page into blocks.
            layout = Layout.ONE_BLOCK if best.missed_lines and not best.side_by_side else Layout.ANY
            if (thorough, layout) != (plan, Layout.ANY):
                best = max(best, self._read(thorough, self.first, layout), key=_worth)
            if best.confidence < DOUBTFUL and not plan.nothing:
                best = max(best, self._read(Plan(), self.first), key=_worth)
        return best

    def _in_its_language(self, best: Attempt) -> Attempt:
        """Read once more if the page turns out to be in another language than it was read in."""
        language = better_language(best.words, best.language, self.languages)
        if language is None:
            return best
        again = self._read(best.plan, language, best.layout)
        return again if again.worth >= MUCH_LESS * best.worth else best

    def _read(self, plan: Plan, language: str, layout: Layout = Layout.ANY) -> Attempt:
        with picture_work():
            return self._read_as(plan, language, layout)

    def _read_as(self, plan: Plan, language: str, layout: Layout) -> Attempt:
        condition, image = self.sheet.condition, self.sheet.image
        if plan.nothing:
            picture = _as_it_came(image, self.sheet.dpi)
            words = by_rows(run_tesseract(picture, language, self._left(), layout))
        else:
            made = repaired(self.sheet.raster, plan, condition)
            picture = Picture(encode(made.raster), ".pgm", round(self.sheet.dpi * plan.scale))
            found = by_rows(run_tesseract(picture, language, self._left(), layout))
            words = tuple(
                moved(word, made.on_page((word.x0, word.y0, word.x1, word.y1)), image.width, image.height)
                for word in found
            )
        return Attempt(words, language, plan, covered(words, condition), layout)

    def _strip_words(self, strip: Raster) -> tuple[OcrWord, ...]:
        return run_tesseract(Picture(encode(strip), ".pgm", self.sheet.dpi), self.first, self._left(), Layout.ONE_BLOCK)

    def _left(self) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise OcrTimeout(f"Tesseract took longer than {self.seconds:.0f} s over the page.")
        return left


def _as_it_came(image: PageImage, dpi: int) -> Picture:
    if image.exact is not None:
        return Picture(image.exact, ".pnm", dpi)
    return Picture(image.data, _SUFFIXES.get(image.media_type, ".png"), dpi)


def _worth(attempt: Attempt) -> float:
    return attempt.worth
