"""What `cotejo check` must not call sound."""

from __future__ import annotations

from pathlib import Path

from indexer.archive import Archive
from indexer.check import FindingCode, check
from indexer.config import load_config
from indexer.discover import discover
from indexer.filing import AddOptions
from indexer.pipeline import Ingest


def test_every_file_of_the_index_that_was_cut_is_found(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    (tmp_path / "memo.txt").write_text("El convoy salió de la zona militar con dos vehículos.\n", encoding="utf-8")
    config = load_config(tmp_path / "config.toml")
    with Archive.open(config, create=True) as archive:
        list(Ingest(archive, AddOptions()).run(discover([tmp_path / "memo.txt"])))
        assert list(check(archive)) == []
        files = [path for path in archive.index_folder.rglob("cotejo_*") if path.stat().st_size]
    assert {path.suffix for path in files} >= {".words", ".pst", ".trm"}
    for path in files:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with Archive.open(config) as archive:
            assert FindingCode.INDEX in {finding.code for finding in check(archive)}, path.name
        path.write_bytes(whole)
