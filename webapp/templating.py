"""Templates are compiled by one thread at a time."""

from __future__ import annotations

from threading import Lock
from typing import Any

from flask import Flask
from flask.templating import Environment

_compiling = Lock()


class OneAtATime(Environment):
    """Flask's environment, whose compiler runs in one thread of the process at a time.

    Jinja reads literals with :func:`ast.literal_eval`, and CPython 3.11 counts the depth of the trees of all threads in
    one variable (as in https://github.com/pytest-dev/pytest/issues/10763): of two pages compiled at once one may fail
    with a SystemError.
    """

    def compile(self, *args: Any, **options: Any) -> Any:
        """What Jinja makes of a template's source."""
        with _compiling:
            return super().compile(*args, **options)


class App(Flask):
    """Flask with that environment."""

    jinja_environment = OneAtATime
