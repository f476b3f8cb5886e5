"""Which files an `add` is about: walks the paths named, in a stable order, without following links out of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import FileOutsideFolder, FileUnreadable, SidecarInvalid, SourceError
from indexer.sidecar import SUFFIX, read_sidecar, sidecars_among


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to take in, or the reason why it cannot be (``problem``)."""

    path: Path
    problem: SourceError | None = None

    @property
    def printable(self) -> str:
        return printable_path(self.path)

    @property
    def place(self) -> Path:
        """The one absolute path of the file, however it was named; a link stays a link."""
        return self.path.parent.resolve() / self.path.name


def printable_path(path: Path) -> str:
    """The path as text that any terminal, log or JSON can carry.

    Bytes that are not UTF-8 and control characters (a file name may hold a newline) become ``\\xNN``.
    """
    text = os.fsencode(path).decode("utf-8", errors="backslashreplace")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def discover(paths: Iterable[Path]) -> Iterator[Candidate]:
    """Every file under ``paths``: folders in name order, hidden files and sidecars left out.

    A path that is named twice, or lies in a folder that is also named, comes once.
    """
    seen: set[bytes] = set()
    for path in paths:
        for candidate in _from(path):
            key = os.fsencode(candidate.place)
            if key not in seen:
                seen.add(key)
                yield candidate


def _from(path: Path) -> Iterator[Candidate]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Candidate(path, _unreadable(path, error))
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, root=path.resolve())
    else:
        yield Candidate(path)


def _walk(folder: Path, root: Path) -> Iterator[Candidate]:
    """Depth first. What is still to come stands on a stack of our own: a tree may be deeper than Python's."""
    waiting: list[Path | Candidate] = [folder]
    while waiting:
        following = waiting.pop()
        if isinstance(following, Candidate):
            yield following
        else:
            waiting += reversed(list(_inside(following, root)))


def _inside(folder: Path, root: Path) -> Iterator[Path | Candidate]:
    """What a folder holds, in name order: folders to be walked and candidates."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Candidate(folder, _unreadable(folder, error))
        return
    sidecars = sidecars_among(entry.name for entry in entries if not entry.is_dir(follow_symlinks=False))
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield from _link(path, root, sidecar=entry.name in sidecars)
        elif entry.is_dir(follow_symlinks=False):
            yield path
        elif entry.name not in sidecars:
            yield Candidate(path, _left_alone(path))


def _left_alone(path: Path) -> SidecarInvalid | None:
    """What is wrong with a sidecar whose file is not there: ``memo.pdf.toml`` is no document, and says nothing of one.
    A .toml file that is no sidecar is a text like any other."""
    if path.suffix != SUFFIX or not Path(path.stem).suffix:
        return None
    try:
        read_sidecar(path)
    except SourceError:
        return None
    return SidecarInvalid(
        f"{printable_path(path)} speaks of {printable_path(Path(path.stem))}, which is not beside it.",
        remedy="Put the file beside it; to take in the .toml file itself, name it by its own path.",
    )


def _link(path: Path, root: Path, *, sidecar: bool) -> Iterator[Candidate]:
    """A symbolic link: a file inside the folder is taken, a folder inside is met by its own name anyway."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        yield Candidate(path, _unreadable(path, error))
        return
    if not target.is_relative_to(root):
        yield Candidate(path, FileOutsideFolder(f"{printable_path(path)} is a link that leads out of its folder."))
    elif target.is_file() and not sidecar:
        yield Candidate(path)


def _unreadable(path: Path, error: OSError | RuntimeError) -> FileUnreadable:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return FileUnreadable(f"{printable_path(path)} cannot be read: {reason}.")
