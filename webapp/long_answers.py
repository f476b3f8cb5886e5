"""Answers that take a while (lists of all hits, lists of terms) are written as they are sent, few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Flask, Response, current_app, stream_with_context

from indexer.errors import ListsBusy

AT_ONCE = 2
"""Of the server's eight threads (config.toml, [web] threads): the others go on answering searches."""


def init_long_answers(app: Flask) -> None:
    """Give the app its places for long answers."""
    app.extensions["cotejo.long_answers"] = BoundedSemaphore(AT_ONCE)


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


def take_place() -> Place:
    """Raises ListsBusy if all places are taken."""
    places: BoundedSemaphore = current_app.extensions["cotejo.long_answers"]
    if not places.acquire(blocking=False):
        raise ListsBusy("Too many long lists are being written at this moment.")
    return Place(places)
