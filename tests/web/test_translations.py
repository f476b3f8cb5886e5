"""Every sentence of the pages is in Spanish too, and the compiled catalog is the one that was written."""

from __future__ import annotations

import io
import re

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from tests.conftest import ROOT

WEBAPP = ROOT / "webapp"
PO = WEBAPP / "translations" / "es" / "LC_MESSAGES" / "messages.po"


def written() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="es", abort_invalid=True)


def used() -> set[str | tuple[str, str]]:
    """The message ids of the code and the templates; of a plural, both."""
    with (WEBAPP / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "counted": (1, 2)}
    return {message for _, _, message, _, _ in extract_from_dir(WEBAPP, methods, options, keywords)}


def test_every_sentence_is_translated() -> None:
    catalog = written()
    missing = {
        message
        for message in used()
        if (entry := catalog.get(message)) is None
        or not all([entry.string] if isinstance(entry.string, str) else entry.string)
    }
    assert missing == set()
    assert not any(message.fuzzy for message in catalog)


def test_no_translation_is_left_over() -> None:
    assert {message.id for message in written() if message.id} == used()


def test_translations_fill_in_the_same_values() -> None:
    for message in written():
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        values = {name for text in ids for name in re.findall(r"%\((\w+)\)s", text)}
        for string in strings:
            assert set(re.findall(r"%\((\w+)\)s", string)) <= values, string
        assert {name for text in strings for name in re.findall(r"%\((\w+)\)s", text)} == values, message.id


def test_the_compiled_catalog_is_up_to_date() -> None:
    fresh = io.BytesIO()
    write_mo(fresh, written())
    fresh.seek(0)
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert entries(compiled) == entries(read_mo(fresh))


def entries(catalog: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog if message.id}
