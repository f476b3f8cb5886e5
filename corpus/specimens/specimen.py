"""What a specimen is, and how its source file is read.

A source is one text file: a TOML head between two ``+++`` lines, then the body. The head says where the specimen
goes (``output``), which layout draws it (``layout``), the language of its notice (``notice``), what the layout needs
besides (``[layout_options]``) and what its sidecar holds (``[sidecar]``). The body is the text that the layout draws.

Bodies that are drawn or set (everything but a transcript and Markdown) use one mark at the start of a line:

    # title        ## heading      | centred      > to the right
    : as typed     - list item     ~ highlighted  (no mark) part of a paragraph

and ``=== print`` or ``=== scan DEGREES`` begins a page of paper, set with a text layer or photographed askew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

BlockKind = Literal["title", "heading", "centre", "right", "typed", "item", "highlight", "paragraph", "gap"]

NOTICES = {
    "es": "ESPÉCIMEN DE DEMOSTRACIÓN - NO ES EL DOCUMENTO ORIGINAL",
    "en": "DEMONSTRATION SPECIMEN - NOT THE ORIGINAL DOCUMENT",
}
"""The first line of every specimen. Readers and tests look for these exact words."""

SIDECAR_KEYS = (
    "title", "kind", "date", "language", "collection", "official_url", "code",
    "issuer", "place", "addressee", "file_number", "specimen", "cited_in",
)  # fmt: skip
"""Every key a sidecar may have, in the order in which they are written."""

_MARKS: dict[str, BlockKind] = {
    "## ": "heading",
    "# ": "title",
    "| ": "centre",
    "> ": "right",
    ": ": "typed",
    "- ": "item",
    "~ ": "highlight",
}

_RUNS_ON = {("paragraph", "paragraph"), ("item", "paragraph"), ("highlight", "highlight")}
"""Which line continues which block: a list item runs on without a mark, a highlighted passage repeats its own."""


class SourceError(ValueError):
    """A source file that cannot be read; the message names the file and what to change."""


@dataclass(frozen=True)
class Block:
    """One piece of a body: its kind, and its text without the mark."""

    kind: BlockKind
    text: str


@dataclass(frozen=True)
class Page:
    """One page of paper. ``skew`` is in degrees counter-clockwise, or None where the page is set, not scanned."""

    blocks: tuple[Block, ...]
    skew: float | None


@dataclass(frozen=True)
class Specimen:
    """One source file, read."""

    output: str
    layout: str
    notice: str
    language: str
    options: Mapping[str, str]
    sidecar: Mapping[str, Any]
    body: str

    @property
    def title(self) -> str:
        """The title for the layouts that need one: the option, else the sidecar's."""
        return self.options.get("title") or str(self.sidecar["title"])


def read_source(path: Path) -> Specimen:
    """Read one source file.

    Raises:
        SourceError: the head is missing, or holds a key that sidecars do not have.
    """
    start, *rest = path.read_text(encoding="utf-8").split("+++\n", 2)
    if start or len(rest) != 2:
        raise SourceError(f"{path.name}: begin the file with a TOML head between two '+++' lines")
    head = tomllib.loads(rest[0])
    sidecar = {"collection": head["output"].split("/")[0], "specimen": True, **head["sidecar"]}
    unknown = sorted(set(sidecar) - set(SIDECAR_KEYS))
    if unknown:
        raise SourceError(f"{path.name}: [sidecar] has unknown keys {unknown}; allowed are {list(SIDECAR_KEYS)}")
    notice = NOTICES[head["notice"]] + head.get("notice_more", "")
    return Specimen(
        output=head["output"],
        layout=head["layout"],
        notice=notice,
        language=head["notice"],
        options=head.get("layout_options", {}),
        sidecar=sidecar,
        body=rest[1].strip("\n"),
    )


def parse_blocks(text: str) -> tuple[Block, ...]:
    """Cut a body into blocks: each marked line is one, unmarked lines in a row are one paragraph."""
    return tuple(_join_paragraphs(_read_line(line) for line in text.strip("\n").split("\n")))


def parse_pages(body: str) -> tuple[Page, ...]:
    """Cut a body into pages at its ``===`` lines; the body must begin with one."""
    pages = []
    for chunk in body.removeprefix("=== ").split("\n=== "):
        medium, _, text = chunk.partition("\n")
        name, _, degrees = medium.partition(" ")
        pages.append(Page(parse_blocks(text), float(degrees) if name == "scan" else None))
    return tuple(pages)


def _read_line(line: str) -> Block:
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark))
    return Block("paragraph" if line.strip() else "gap", line.strip())


def _join_paragraphs(blocks: Iterator[Block]) -> Iterator[Block]:
    """Join what was one block broken over several lines of the source."""
    pending: Block | None = None
    for block in blocks:
        if pending and (pending.kind, block.kind) in _RUNS_ON:
            pending = Block(pending.kind, f"{pending.text} {block.text}")
            continue
        if pending:
            yield pending
        pending = block
    if pending:
        yield pending
