"""Which files an `add` is about."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.discover import discover, printable_path


def names(*paths: Path) -> list[str]:
    return [candidate.path.name for candidate in discover(paths)]


def test_folders_are_walked_in_name_order_without_hidden_files_and_sidecars(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.txt", ".DS_Store", "b.txt.toml", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["y.txt", "z.txt", "b.txt"]


def test_a_tree_may_be_deeper_than_the_stack_of_python(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(700):
        deep /= "d"
        deep.mkdir()
    (deep / "a.txt").write_text("x")
    (tmp_path / "e.txt").write_text("x")
    assert names(tmp_path) == ["a.txt", "e.txt"]


def test_a_folder_is_listed_once_however_many_sidecars_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.txt").touch()
        (tmp_path / f"{number:02}.toml").touch()
    listed: list[str | os.PathLike[str]] = []
    scandir, listdir = os.scandir, os.listdir
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(path) or scandir(path))
    monkeypatch.setattr(os, "listdir", lambda path: listed.append(path) or listdir(path))
    assert len(names(tmp_path)) == 20
    assert listed == [tmp_path]


def test_a_file_named_twice_comes_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert names(tmp_path / "a.txt", tmp_path, tmp_path / "a.txt") == ["a.txt"]


def test_a_link_out_of_the_folder_is_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path)
    problems = [candidate.problem for candidate in discover([tmp_path / "in"])]
    assert [problem.code for problem in problems if problem] == ["outside_folder", "outside_folder"]


def test_a_link_within_the_folder_is_another_place_of_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert names(tmp_path) == ["a.txt", "b.txt"]


def test_a_broken_link_and_a_missing_path_are_told(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to("nowhere")
    codes = [candidate.problem.code for candidate in discover([tmp_path, tmp_path / "no"]) if candidate.problem]
    assert codes == ["file_unreadable", "file_unreadable"]


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to("self")
    assert [candidate.problem.code for candidate in discover([tmp_path]) if candidate.problem] == ["file_unreadable"]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (b"two\nlines.txt", "two\\x0alines.txt"),
        (b"latin-\xf1.txt", "latin-\\xf1.txt"),
        ("niño.txt".encode(), "niño.txt"),
        (b"esc\x1b[31m.txt", "esc\\x1b[31m.txt"),
    ],
)
def test_any_name_can_be_printed_on_one_line(name: bytes, printed: str) -> None:
    assert printable_path(Path(os.fsdecode(name))) == printed


def test_a_file_has_one_place_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.txt").write_text("x")
    assert names(tmp_path / "a.txt", tmp_path / "in" / ".." / "a.txt") == ["a.txt"]


def test_a_sidecar_without_its_file_is_told_and_no_document(tmp_path: Path) -> None:
    (tmp_path / "memo.pdf.toml").write_text('title = "Memo"\n')
    (tmp_path / "tool.v2.toml").write_text("[tool]\nname = 1\n")
    (tmp_path / "plain.toml").write_text('title = "A text"\n')
    found = {candidate.path.name: candidate.problem for candidate in discover([tmp_path])}
    assert {name: problem.code if problem else None for name, problem in found.items()} == {
        "memo.pdf.toml": "sidecar_invalid",
        "plain.toml": None,
        "tool.v2.toml": None,
    }
    assert [candidate.problem for candidate in discover([tmp_path / "memo.pdf.toml"])] == [None]
