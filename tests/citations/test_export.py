"""What leaves the archive is read whole by others, RIS by rispy and BibTeX by bibtexparser, and nothing is injected."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser import middlewares

from indexer.citations.csl import Copy, Form, Item, ItemDate, Name, one_line, read_name
from indexer.citations.export import FILE_TYPES, Format, export
from indexer.citations.items import Citing, items_of_report
from indexer.citations.report import read_report
from indexer.citations.view import report_view
from indexer.models import Language, Reference
from tests.citations.conftest import DIGEST
from tests.citations.goldens import ACCESSED

# The notes that print a month and no day.
MONTHS = {"warlike-approach-fn-26": "2022-03", "warlike-approach-fn-37": "2023-08"}
ENGLISH, SPANISH = Language.ENGLISH, Language.SPANISH
CITING = Citing(ACCESSED)
SHA256 = "ab" * 32
PLAIN = Item(
    key="doc-1",
    form=Form.ARTICLE,
    accessed=ACCESSED,
    authors=(Name(family="Muñoz", given="Á."), Name(literal="Procter and Gamble")),
    date=ItemDate(2022, 9, 6),
    title="50% de $9 & más: a_b #1 {x} ~ ^ \\",
    container="El País",
    urls=("https://e.mx/a_b?x=1&y=%20#z",),
    note="The raw note.",
    copies=(Copy("/documents/abababababababab", SHA256, specimen=True),),
)
HOSTILE = (
    "Evil\r\nER  - \r\nTY  - BOOK\n@misc{x, title={y}}\n}}{{ \x00\x1b[31m\u2028 \\input{/etc/passwd} "
    "<script>alert(1)</script> *b* [l](http://x) &lt; {:type: book}"
)


def ris_of(*items: Item) -> list[dict[str, Any]]:
    return rispy.loads(export(items, Format.RIS, ENGLISH))


def bibtex_of(*items: Item) -> list[dict[str, str]]:
    """The entries as a reader of LaTeX sees them: escapes read, braces of grouping gone."""
    library = bibtexparser.parse_string(export(items, Format.BIBTEX, ENGLISH))
    assert library.failed_blocks == []
    return [{field.key: field.value for field in entry.fields} for entry in library.entries]


def read_latex(text: str) -> str:
    names = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"}
    names |= {"textasciitilde": "~", "textasciicircum": "^"}
    pattern = re.compile(r"\\(" + "|".join(names) + r")\{\}|\\([&%$#_])|[{}]")
    return pattern.sub(lambda match: names.get(match[1] or "") or match[2] or "", text)


@cache
def the_72() -> tuple[Item, ...]:
    report = read_report(DIGEST).report
    return items_of_report(report_view(report, [], {}), CITING)


def references() -> list[tuple[Item, Reference | None]]:
    notes = read_report(DIGEST).report.footnotes
    told = [reference for note in notes for reference in (note.references or (None,))]
    return list(zip(the_72(), told, strict=True))


# --- the round trip of the 72 notes ---------------------------------------------------------------


def test_every_note_leaves_in_every_format() -> None:
    assert len({item.place.note for item in the_72() if item.place}) == 72
    assert len(ris_of(*the_72())) == len(bibtex_of(*the_72())) == len(the_72())
    assert len(json.loads(export(the_72(), Format.CSL, ENGLISH))) == len(the_72())
    for style in (Format.APA, Format.CHICAGO):
        assert len(export(the_72(), style, ENGLISH).split("\n\n")) == len(the_72())


def test_ris_keeps_author_date_title_and_url() -> None:
    for entry, (item, reference) in zip(ris_of(*the_72()), references(), strict=True):
        assert item.note in entry["notes"]
        if reference is None:
            continue
        assert entry.get("authors", []) == list(reference.authors)
        assert entry.get("year") == (str(reference.year) if reference.year else None)
        if reference.date:
            assert entry["date"] == f"{reference.date:%Y/%m/%d}/"
        assert entry.get("title") == reference.title
        assert entry.get("urls", []) == [url.target for url in reference.urls]
        assert entry.get("note") == reference.file_number  # rispy's name for M1


def test_bibtex_keeps_author_date_title_and_url() -> None:
    for entry, (item, reference) in zip(bibtex_of(*the_72()), references(), strict=True):
        assert read_latex(entry["annote"]) == item.note
        if reference is None:
            continue
        assert read_latex(entry.get("author", "")) == " and ".join(reference.authors)
        assert entry.get("year") == (str(reference.year) if reference.year else None)
        assert entry.get("date") == (reference.date.isoformat() if reference.date else MONTHS.get(item.key))
        assert read_latex(entry.get("title", "")) == (reference.title or "")
        assert entry.get("url") == (reference.urls[0].target if reference.urls else None)


def test_csl_keeps_author_date_title_and_url() -> None:
    entries = json.loads(export(the_72(), Format.CSL, ENGLISH))
    for entry, (item, reference) in zip(entries, references(), strict=True):
        assert entry["note"].endswith(item.note)
        if reference is None:
            continue
        names = [name.get("literal") or f"{name['family']}, {name['given']}" for name in entry.get("author", [])]
        assert names == list(reference.authors)
        assert entry.get("title") == reference.title
        assert entry.get("URL") == (reference.urls[0].target if reference.urls else None)
        month = [int(MONTHS[item.key][5:])] if item.key in MONTHS else []
        year = [reference.year, *month] if reference.year else None
        day = [reference.date.year, reference.date.month, reference.date.day] if reference.date else year
        assert entry.get("issued") == ({"date-parts": [day]} if day else None)


def test_bibtexparser_itself_reads_the_accents_and_the_specials() -> None:
    # Its table lacks \\textbraceleft and reads \\textasciicircum as a modifier, so without { } ^ here.
    item = replace(PLAIN, title="50% de $9 & más: a_b #1 ~ \\")
    library = bibtexparser.parse_string(
        export([item], Format.BIBTEX, ENGLISH), append_middleware=[middlewares.LatexDecodingMiddleware()]
    )
    fields = library.entries[0].fields_dict
    assert fields["title"].value.strip("{}") == item.title
    assert fields["author"].value == "Muñoz, Á. and Procter and Gamble"


def test_an_institution_is_not_cut_at_its_and() -> None:
    (entry,) = bibtex_of(PLAIN)
    assert entry["author"] == "Muñoz, Á. and {Procter and Gamble}"


# --- what every export carries --------------------------------------------------------------------


@pytest.mark.parametrize("format", list(Format))
def test_a_specimen_is_called_one(format: Format) -> None:
    assert "Specimen, not the original" in export([PLAIN], format, ENGLISH)
    assert "Ejemplar de demostración, no el original" in export([PLAIN], format, SPANISH)
    original = replace(PLAIN, copies=(Copy("/documents/abababababababab", SHA256, specimen=False),))
    assert "specimen," not in export([original], format, ENGLISH).lower()


@pytest.mark.parametrize("format", list(Format))
def test_page_permalink_hash_and_day_of_access_are_there(format: Format) -> None:
    text = export([replace(PLAIN, locator="p. 177")], format, ENGLISH)
    for told in ("177", "/documents/abababababababab", SHA256, "November 24, 2026"):
        assert told in text


@pytest.mark.parametrize("format", list(Format))
def test_the_raw_note_is_always_kept(format: Format) -> None:
    if format in (Format.APA, Format.CHICAGO):
        commentary = Item("n-1", Form.DOCUMENT, ACCESSED, note="Only a *remark*.")
        assert export([commentary], format, ENGLISH).startswith("Only a *remark*.\n")
    else:
        assert "The raw note." in export([PLAIN], format, ENGLISH)


def test_every_format_has_a_type_and_an_extension_of_its_own() -> None:
    assert set(FILE_TYPES) == set(Format)
    assert len({kind.extension for kind in FILE_TYPES.values()}) == len(Format)


# --- hostile texts --------------------------------------------------------------------------------


def hostile() -> Item:
    text = one_line(HOSTILE)
    return replace(PLAIN, title=text, authors=(read_name(HOSTILE),), container=text, note=text, locator=text)


def test_a_hostile_title_stays_in_its_field_of_ris() -> None:
    harmless = replace(PLAIN, key="doc-2")
    first, second = ris_of(hostile(), harmless)
    assert first["title"] == one_line(HOSTILE)
    assert first["type_of_reference"] == "NEWS"
    assert second["title"] == harmless.title


def test_a_hostile_title_stays_in_its_field_of_bibtex() -> None:
    harmless = replace(PLAIN, key="doc-2")
    text = export([hostile(), harmless], Format.BIBTEX, ENGLISH)
    first, second = bibtex_of(hostile(), harmless)
    assert read_latex(first["title"]) == one_line(HOSTILE)
    assert read_latex(second["title"]) == harmless.title
    assert "\\input" not in text
    assert text.count("{") == text.count("}")


def test_a_hostile_address_cannot_leave_its_field_of_bibtex() -> None:
    (entry,) = bibtex_of(replace(PLAIN, urls=("https://e.mx/}{\\x y%20z",)))
    assert entry["url"] == "https://e.mx/%7D%7B%5Cx%20y%20z"


def test_a_note_sets_no_field_of_a_csl_reader() -> None:
    (entry,) = json.loads(export([hostile()], Format.CSL, ENGLISH))
    assert "\n" not in entry["note"]
    assert "{:" not in entry["note"]
    assert entry["custom"]["text"] == one_line(HOSTILE)


def test_no_markup_of_a_title_is_obeyed_in_print() -> None:
    for style in (Format.APA, Format.CHICAGO):
        text = export([replace(hostile(), place=None)], style, ENGLISH)
        assert re.search(r"(?<!\\)<", text) is None
        assert "](http" not in text.replace("\\]", "")
        assert "\\&lt;" in text


def test_control_characters_never_leave() -> None:
    for known in Format:
        text = export([hostile()], known, ENGLISH)
        assert not re.search(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]", text)
