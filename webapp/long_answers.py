"""Answers that take a while get one of a few places, so that they never hold all threads of the server.

Lists (of all hits, of terms, of quotations) are written as they are sent. A quotation that is not in the archive is
proven absent by a scan of everything, which runs in processes of its own while its thread waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore

from flask import Flask, Response, current_app, stream_with_context

from indexer.errors import ChecksBusy, CotejoError, ListsBusy

AT_ONCE = 2
"""Lists of the server's eight threads (config.toml, [web] threads): the others go on answering searches."""

CHECKS_AT_ONCE = 4
"""Quotation checks: each is answered in hundredths of a second or scans for one to three seconds."""


@dataclass(frozen=True, slots=True)
class Room:
    """A kind of long answer: how many there may be at once, and what the next one is told."""

    name: str
    places: int
    full: type[CotejoError]


LISTS = Room("cotejo.lists", AT_ONCE, ListsBusy)
CHECKS = Room("cotejo.checks", CHECKS_AT_ONCE, ChecksBusy)


def init_long_answers(app: Flask) -> None:
    """Give the app its places for long answers."""
    for room in (LISTS, CHECKS):
        app.extensions[room.name] = BoundedSemaphore(room.places)


class Place:
    """A place for one long answer. Leaving the context gives it back, unless an answer took it over."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places = places
        self._taken = True
        self._handed_on = False

    def stream(self, pieces: Iterator[str], content_type: str) -> Response:
        """The pieces as one answer, which keeps the place until it is written or its reader has gone."""
        self._handed_on = True
        response = Response(stream_with_context(self._until_written(pieces)), content_type=content_type)
        response.call_on_close(self._release)  # a reader who goes before the first piece starts no generator
        return response

    def _until_written(self, pieces: Iterator[str]) -> Iterator[str]:
        try:
            yield from pieces
        finally:
            self._release()

    def _release(self) -> None:
        if self._taken:
            self._taken = False
            self._places.release()

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *error: object) -> None:
        if not self._handed_on:
            self._release()


def take_place(room: Room) -> Place:
    """Raises the room's error if all places are taken."""
    places: BoundedSemaphore = current_app.extensions[room.name]
    if not places.acquire(blocking=False):
        raise room.full(f"All {room.places} places for long answers of this kind are taken.")
    return Place(places)
