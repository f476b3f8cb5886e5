"""Answers that hold until somebody writes to the catalog: what every page of results asks for again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from indexer.catalog.session import Database

MOST = 256
"""Answers kept of one kind: there are as many as readers' choices of filters."""

Answer = TypeVar("Answer")


class Remembered:
    """Keeps answers until the file changes, by whomever. Safe under many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = -1
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """What ``answer`` gives, asked for once in each version of the file. Raises what it raises."""
        version = self._database.version()
        with self._lock:
            if version != self._version:
                self._version = version
                self._answers.clear()
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]  # type: ignore[return-value]  # put there by the same question
        found = answer()
        with self._lock:
            # An answer may be newer than the version that it is kept under; never older.
            if version == self._version:
                self._answers[question] = found
                if len(self._answers) > MOST:
                    self._answers.popitem(last=False)
        return found
