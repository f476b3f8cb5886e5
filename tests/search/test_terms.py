"""`cotejo terms` and `cotejo search --format`, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands import cotejo
from tests.web.archive import bundled_archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terms")
    bundled_archive(folder)
    return folder


def test_terms_are_counted_line_by_line_and_a_bad_one_is_status_1(archive: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("fentanilo\n!!!\nguardia nacional\n", encoding="utf-8")
    ran = cotejo("terms", terms, archive=archive)
    assert ran.status == 1
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["line"] for row in rows] == ["1", "2", "3"]
    assert int(rows[0]["passages"]) >= int(rows[0]["documents"]) > 0
    assert rows[1]["error"].startswith("nothing_to_search")
    as_json = cotejo("terms", terms, "--json", archive=archive)
    assert as_json.rows[0]["passages"] == int(rows[0]["passages"])


def test_a_list_that_is_no_text_is_refused_with_status_2(archive: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.bin"
    terms.write_bytes(b"\xff\xfe\x00\x01")
    assert cotejo("terms", terms, archive=archive).status == 2


def test_a_whole_search_is_written_in_each_format(archive: Path) -> None:
    whole = json.loads(cotejo("search", "fentanilo", "--format", "json", archive=archive).out)
    assert len(whole["hits"]) == whole["total"]
    rows = list(csv.DictReader(io.StringIO(cotejo("search", "fentanilo", "--format", "csv", archive=archive).out)))
    assert [row["passage"] for row in rows] == [hit["passage"] for hit in whole["hits"]]
    assert cotejo("search", "fentanilo", "--format", "ris", archive=archive).out.count("TY  -") == whole["documents"]
