"""Files that failed are remembered until they do not."""

from __future__ import annotations

from indexer.catalog.repository import Catalog
from indexer.models import Problem

DAMAGED = Problem("pdf_damaged", "It ends early.")


def test_a_failure_counts_its_attempts_and_keeps_the_latest_reason(catalog: Catalog) -> None:
    catalog.failures.record("/a.pdf", b"/a.pdf", Problem("file_empty", "No bytes."), None, None)
    catalog.failures.record("/a.pdf", b"/a.pdf", DAMAGED, sha256="a" * 64, media_type="application/pdf")
    (failure,) = catalog.failures.list()
    assert (failure.problem, failure.attempts) == (DAMAGED, 2)
    assert (failure.sha256, failure.media_type) == ("a" * 64, "application/pdf")


def test_failures_are_listed_by_path(catalog: Catalog) -> None:
    for path in ("/b", "/a", "/ñ", "/c\\x0a"):
        catalog.failures.record(path, path.encode(), DAMAGED)
    assert [failure.path for failure in catalog.failures.list()] == ["/a", "/b", "/c\\x0a", "/ñ"]


def test_a_cleared_failure_is_forgotten(catalog: Catalog) -> None:
    catalog.failures.record("/a", b"/a", DAMAGED)
    catalog.failures.clear("/a")
    catalog.failures.clear("/never failed")
    assert catalog.failures.list() == []
    catalog.failures.record("/a", b"/a", DAMAGED)
    assert catalog.failures.list()[0].attempts == 1
