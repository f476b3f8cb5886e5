"""What tying notes to documents asks of the catalog."""

from __future__ import annotations

import datetime as dt

import pytest

from indexer.catalog.repository import Catalog
from indexer.errors import NotFound
from indexer.models import CitationWish, Kind, Metadata, Report
from tests.catalog.builders import add, read_document


def test_a_wish_is_remembered_once_and_for_its_report(catalog: Catalog) -> None:
    document = add(catalog, read_document("a"))
    wish = CitationWish(document, "r", "fn-1")
    for _ in range(2):
        catalog.citing.wish(document, [wish, CitationWish(document, "s", "fn-1")])
    assert catalog.citing.wishes_for("r") == [wish]
    assert catalog.citing.wishes_for("t") == []
    catalog.citing.wish(document, [])


def test_a_wish_of_no_document_is_refused(catalog: Catalog) -> None:
    with pytest.raises(NotFound):
        catalog.citing.wish("0" * 16, [CitationWish("0" * 16, "r", "fn-1")])
    assert catalog.citing.wishes_for("r") == []


def test_documents_are_found_by_their_day(catalog: Catalog) -> None:
    days = [dt.date(2023, 3, 9), dt.date(2023, 3, 9), dt.date(2023, 3, 10), None]
    ids = [
        add(catalog, read_document(str(n), metadata=Metadata(kind=Kind.MEMO, date=day))) for n, day in enumerate(days)
    ]
    assert catalog.citing.documents_of_days([dt.date(2023, 3, 9), dt.date(1999, 1, 1)]) == set(ids[:2])
    assert catalog.citing.documents_of_days([]) == set()
    assert len(catalog.citing.documents_of_days(dt.date.fromordinal(738000 + n) for n in range(2000))) == 3


def test_a_change_of_reports_is_told_by_their_hashes(catalog: Catalog) -> None:
    assert catalog.citing.reports() == ()
    for sha256 in ("a" * 64, "b" * 64):
        catalog.reports.save(Report("r", "R", "", (), sha256=sha256))
        assert catalog.citing.reports() == (("r", sha256),)
