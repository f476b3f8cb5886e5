"""What is kept of drawn pages: damage is seen, and the oldest goes when there is too much."""

from __future__ import annotations

import os
from pathlib import Path

from indexer.page_cache import PageCache


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "pages")
    assert cache.get("a-1-screen") is None
    cache.put("a-1-screen", b"image")
    assert cache.get("a-1-screen") == b"image"
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["a-1-screen.page"]


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put("a", b"image of a page")
    (file,) = tmp_path.iterdir()
    for damaged in (b"", file.read_bytes()[:-1], file.read_bytes().replace(b"page", b"rage")):
        file.write_bytes(damaged)
        assert cache.get("a") is None
    cache.put("a", b"image")
    assert cache.get("a") == b"image"


def test_the_ones_not_asked_for_longest_go(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, max_bytes=3 * (32 + 10))
    for age, key in enumerate("abcde"):
        cache.put(key, b"x" * 10)
        os.utime(tmp_path / f"{key}.page", (1000 + age, 1000 + age))
    cache.get("a")
    cache.sweep()
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["a", "d", "e"]


def test_a_disk_that_refuses_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PageCache(tmp_path / "file" / "pages")
    cache.put("a", b"x")
    assert cache.get("a") is None
    cache.sweep()
