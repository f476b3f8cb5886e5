"""Builds a new index beside the live one, checks it, and swaps.

Killed half-way, the live index is untouched and the next rebuild clears the leftovers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from indexer.errors import StorageError
from indexer.index.base import IndexDocument
from indexer.index.builds import disk_errors, new_build, publish, write_lock
from indexer.index.whoosh_engine import count_passages
from indexer.index.whoosh_segments import STAMP, create_contents
from indexer.index.whoosh_writer import WhooshWriter


def rebuild(
    folder: Path,
    documents: Iterable[IndexDocument],
    expected: Mapping[str, int],
    processes: int = 1,
    wait_seconds: float = 600.0,
) -> str:
    """Index ``documents`` anew in ``folder`` and return the new build's uid. Also makes the first index.

    ``expected`` is document id → number of passages, counted apart from ``documents``. Readers go on with the old build
    until the swap; writers wait. Raises StorageError if the new build does not hold what is expected, DiskFull,
    ArchiveBusy; the live index is then as it was.
    """
    with write_lock(folder, wait_seconds), disk_errors():
        uid, build = new_build(folder)
        try:
            create_contents(build)
            with WhooshWriter(build, ExitStack(), processes) as writer:
                for document in documents:
                    writer.put(document)
                writer.commit()
            _verify(count_passages(build), expected)
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        publish(folder, uid, STAMP)
    return uid


def _verify(built: Mapping[str, int], expected: Mapping[str, int]) -> None:
    wrong = sorted(name for name in {*built, *expected} if built.get(name) != expected.get(name))
    if wrong:
        raise StorageError(
            f"The new index differs from the catalog in {len(wrong)} documents ({wrong[0]} …); it was not put in use.",
            remedy="Run `cotejo check`, then `cotejo reindex` again while nothing is being added.",
        )
