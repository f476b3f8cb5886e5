"""Processes that touch hostile files: each task with a time and a memory limit, each crash confined to its task.

Pebble ends a worker that overruns its time and starts another; see docs/decisions/0007-worker-pool.md.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from types import TracebackType
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from indexer.errors import CotejoError, FileMemory, FileTimeout, WorkerCrashed, storage_error
from indexer.parent_watch import watch_parent

P = ParamSpec("P")
R = TypeVar("R")

TASKS_PER_WORKER = 200
"""A worker is replaced after so many files or pages, so that a leak in a C library cannot add up over a long run."""

_SINGLE_THREADED = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""One thread a worker: two workers on two cores read 1.8 times what one reads only if neither starts its own threads
(tesseract's OpenMP is the worst of them), and each OpenBLAS thread costs address space."""


class WorkerPool:
    """Runs tasks side by side. A context manager: leaving it ends all workers at once.

    ``seconds`` and ``memory_mb`` bound each task; ``niceness`` is by how much the workers yield to other processes.
    What goes wrong comes out of :meth:`result` as a CotejoError.
    """

    def __init__(self, jobs: int, seconds: int, memory_mb: int, niceness: int = 0) -> None:
        self.seconds = seconds
        self.memory_mb = memory_mb
        for variable in _SINGLE_THREADED:
            os.environ[variable] = "1"
        self._pool = ProcessPool(
            max_workers=jobs,
            max_tasks=TASKS_PER_WORKER,
            initializer=_prepare_worker,
            initargs=[memory_mb, os.getpid(), niceness],
            context=multiprocessing.get_context("spawn"),
        )

    def submit(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have a worker call ``function``, a module-level one. Its time starts when a worker takes it up."""
        future: Future[R] = self._pool.schedule(
            _guarded, args=[function, self.memory_mb, *args], kwargs=kwargs, timeout=self.seconds
        )
        return future

    def result(self, future: Future[R]) -> R:
        """The task's result, waited for. Raises what the function raised, FileTimeout, FileMemory, WorkerCrashed or
        StorageError."""
        try:
            return future.result()
        except TimeoutError as error:
            raise FileTimeout(f"Reading took longer than {self.seconds} s.") from error
        except ProcessExpired as error:
            raise WorkerCrashed(f"The process reading the file died ({_cause(error)}).") from error
        except CancelledError as error:
            raise WorkerCrashed("Reading was cancelled.") from error

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _cause(error: ProcessExpired) -> str:
    code = int(error.exitcode or 0)
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def _prepare_worker(memory_mb: int, parent: int, niceness: int) -> None:
    """Limit this process's memory, and make sure neither it nor its tesseract outlives the run."""
    os.setpgrp()
    os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end_group)
    limit = memory_mb * 1024 * 1024
    # RLIMIT_DATA counts what is really private (heap and anonymous maps), not mapped files and libraries.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    watch_parent(parent, _kill_group)


def _end_group(signum: int, frame: object) -> None:
    _kill_group()


def _kill_group() -> None:
    """This worker and its tesseract."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _guarded(function: Callable[..., R], memory_mb: int, *args: object, **kwargs: object) -> R:
    try:
        return function(*args, **kwargs)
    except MemoryError as error:
        raise FileMemory(f"Reading needed more than {memory_mb} MB.") from error
    except RecursionError as error:
        raise WorkerCrashed("The file is nested too deeply for its reader.") from error
    except OSError as error:
        raise storage_error(error, "The archive") from error
    except CotejoError:
        raise
    except Exception as error:
        # The border to hostile files: whatever a library raises over one of them fails that file alone.
        raise WorkerCrashed(f"The file's reader failed ({type(error).__name__}: {error}).") from error
