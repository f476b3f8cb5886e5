"""Apertium's English and Spanish, as running pipelines: the sole caller of its programs.

A pipeline of ten small programs starts at the first question and stays until :meth:`Apertium.close`; each further
question takes about a millisecond. Nobody waits long: while a pipeline is starting, or if it hangs, there is no
translation, and whoever asked goes on without.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from typing import IO

from indexer.models import Language
from indexer.translate.probe import DIRECTIONS, Pipeline, probe

START_SECONDS = 2.0
"""A pipeline answers its first question after 0.2 to 0.7 s, depending on what else the machine does."""

ANSWER_SECONDS = 1.0
"""A paragraph takes 20 ms; a pipeline that is silent for a second is stuck, and is given up."""

MAX_CHARACTERS = 5_000
CACHED = 4_096

UNKNOWN_MARKS = "*@#"
"""What Apertium puts before a word that it does not know, cannot translate or cannot inflect."""

# What has a meaning in Apertium's stream; such a character never belongs to a word.
_STREAM = str.maketrans(dict.fromkeys("[]{}^$/\\<>@*#~+\0\n\r\t", " "))
_END = b"\0"
_REMAINDER = "[]\n"  # what a text ends with in the stream; comes back as it is


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in the other language; ``unknown`` are the words that were left as they were."""

    text: str
    unknown: tuple[str, ...]


class Apertium:
    """Both directions; safe under many threads, which take turns."""

    def __init__(self) -> None:
        self._running: dict[tuple[Language, Language], _Running | None] = {}
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, Language, Language], Translation] = OrderedDict()

    def translate(self, text: str, source: Language, target: Language, wait: float | None = None) -> Translation | None:
        """``text`` in the language ``target``; None if Apertium is absent, busy, or silent for ``wait`` seconds.

        The default is to wait START_SECONDS for the first answer and ANSWER_SECONDS for any other.
        """
        asked = " ".join(text.translate(_STREAM).split())
        if not asked or len(asked) > MAX_CHARACTERS:
            return None
        key = asked, source, target
        # A reader of one second must not wait for the starting of another's: then there is no translation.
        if not self._lock.acquire(timeout=START_SECONDS if wait is None else wait):
            return None
        try:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            pipeline = self._pipeline(source, target)
            answer = pipeline.ask(asked, wait) if pipeline else None
            if answer is None:
                return None
            self._known[key] = _read(answer)
            if len(self._known) > CACHED:
                self._known.popitem(last=False)
            return self._known[key]
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the programs. A later question starts them again."""
        with self._lock:
            for pipeline in self._running.values():
                if pipeline:
                    pipeline.close()
            self._running.clear()

    def _pipeline(self, source: Language, target: Language) -> _Running | None:
        running = self._running.get((source, target))
        if running and running.stuck:
            running.close()
            del self._running[source, target]
        if (source, target) not in self._running:
            # Both start together: a word whose language is unknown is asked for both ways.
            self._running = {
                direction: self._running.get(direction) or _started(*direction) for direction in DIRECTIONS
            }
        return self._running.get((source, target))


def _started(source: Language, target: Language) -> _Running | None:
    known = probe(source, target)
    try:
        return _Running(known) if known else None
    except OSError:
        return None


def _read(answer: str) -> Translation:
    said = answer.removesuffix(_REMAINDER).strip()
    unknown = tuple(word.strip(UNKNOWN_MARKS) for word in said.split() if word[0] in UNKNOWN_MARKS)
    return Translation("".join(character for character in said if character not in UNKNOWN_MARKS), unknown)


class _Running:
    """The processes of one pipeline, and a thread that reads what the last of them says."""

    def __init__(self, pipeline: Pipeline) -> None:
        """Start all programs. Raises OSError if one cannot be started."""
        self.stuck = False
        self._asked = 0
        self._answers: Queue[str] = Queue()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._streams: list[IO[bytes]] = []
        try:
            self._start(pipeline)
        except OSError:
            self.close()
            raise
        threading.Thread(target=self._listen, name=f"apertium {pipeline.name}", daemon=True).start()

    def _start(self, pipeline: Pipeline) -> None:
        for program in pipeline.programs:
            process = subprocess.Popen(
                program,
                stdin=self._streams[-1] if len(self._streams) > 1 else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for us
            )
            self._processes.append(process)
            if len(self._streams) > 1:
                self._streams.pop().close()  # the new program holds it now
            self._streams += [stream for stream in (process.stdin, process.stdout) if stream is not None]

    def ask(self, text: str, wait: float | None) -> str | None:
        """The pipeline's answer. One question at a time: answers carry no name."""
        seconds = wait if wait is not None else ANSWER_SECONDS if self._asked else START_SECONDS
        try:
            self._streams[0].write(f"{text}{_REMAINDER}".encode() + _END)
            self._streams[0].flush()
            answer = self._answers.get(timeout=seconds)
        except (OSError, ValueError, Empty):
            self.stuck = True  # an answer that comes late would be taken for the next one
            return None
        self._asked += 1
        return answer

    def _listen(self) -> None:
        heard = b""
        with suppress(OSError, ValueError):
            while chunk := os.read(self._streams[-1].fileno(), 1 << 16):
                *whole, heard = (heard + chunk).split(_END)
                for answer in whole:
                    self._answers.put(answer.decode("utf-8", errors="replace"))

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
        for stream in self._streams:
            with suppress(OSError):
                stream.close()
