"""Lets no worker process outlive the process that started it: `kill -9` gives that one no chance to end its workers."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

PARENT_POLL_SECONDS = 1.0


def watch_parent(parent_pid: int, end: Callable[[], None]) -> None:
    """From now on, in a daemon thread, call ``end`` once this process is no longer a child of ``parent_pid``.

    ``parent_pid`` comes from the parent itself: a worker whose parent died before it looked would see another's.
    ``end`` must end the process.
    """
    threading.Thread(target=_wait_and_end, args=(parent_pid, end), name="parent-watch", daemon=True).start()


def _wait_and_end(parent_pid: int, end: Callable[[], None]) -> None:
    while os.getppid() == parent_pid:
        time.sleep(PARENT_POLL_SECONDS)
    end()
