"""How much a search has looked through: what "nothing found" is worth."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from indexer.catalog.repository import Catalog
from indexer.models import OWNER, Access, Collection, Kind, Language, Metadata, Page, Passage, Searched
from tests.catalog.builders import add, page, read_document, unread_page

PUBLIC = Access(frozenset({"inbox"}))


@pytest.fixture
def filled(catalog: Catalog) -> Catalog:
    """A memo with an unread page, a mixed transcript of 2023, and a restricted document with two unread pages."""
    catalog.collections.ensure(Collection("secret", "secret", "secret", restricted=True))
    add(catalog, read_document("memo", page(1, "uno"), unread_page(2)))
    english = Page(2, "two", "text 1", language=Language.ENGLISH)
    passages = (Passage(1, 1, 0, 3, language=Language.SPANISH), Passage(2, 2, 0, 3, language=Language.ENGLISH))
    facts = Metadata(title="T", kind=Kind.TRANSCRIPT, date=dt.date(2023, 3, 9), language=Language.SPANISH)
    add(catalog, read_document("conf", page(1, "dos"), english, metadata=facts, passages=passages))
    add(catalog, read_document("reservado", unread_page(1), unread_page(2)), collection="secret")
    return catalog


@pytest.mark.parametrize(
    ("access", "filters", "found"),
    [
        (OWNER, {}, Searched(3, 6, 3, 3)),
        (PUBLIC, {}, Searched(2, 4, 1, 1)),
        (PUBLIC, {"collections": ("secret",)}, Searched(0, 0, 0)),
        (OWNER, {"collections": ("secret",)}, Searched(1, 2, 2, 2)),
        (PUBLIC, {"kinds": (Kind.TRANSCRIPT,)}, Searched(1, 2, 0)),
        (PUBLIC, {"date_from": dt.date(2023, 3, 9), "date_to": dt.date(2023, 3, 9)}, Searched(1, 2, 0)),
        (PUBLIC, {"date_to": dt.date(2023, 3, 8)}, Searched(0, 0, 0)),
        (PUBLIC, {"documents": ("f" * 16,)}, Searched(0, 0, 0)),
        (Access(frozenset()), {}, Searched(0, 0, 0)),
    ],
)
def test_filters_and_access_bound_what_was_searched(
    filled: Catalog, access: Access, filters: dict[str, Any], found: Searched
) -> None:
    assert filled.reach.searched(access, **filters) == found


def test_an_unread_page_may_be_in_any_language(filled: Catalog) -> None:
    assert filled.reach.searched(PUBLIC, languages=(Language.ENGLISH,)) == Searched(1, 1, 1, 1)
    assert filled.reach.searched(PUBLIC, languages=(Language.SPANISH,)) == Searched(2, 2, 1, 1)
    assert filled.reach.searched(PUBLIC, languages=(Language.SPANISH, Language.ENGLISH)) == Searched(2, 3, 1, 1)
