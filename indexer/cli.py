"""`cotejo`: finds the command, runs it, and leaves with the contract's exit status.

Each command is loaded only when it is called: a search need not wait for the PDF reader, and the processes that read
files (which start as this module does) stay small.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
from importlib.metadata import entry_points

import click

from indexer import __version__
from indexer.errors import CotejoError, UsageError

COMMAND_PLUGINS = "cotejo.commands"
"""Entry points that add commands: the web brings `serve`, so that nothing in indexer imports Flask."""

COMMANDS = {
    "init": "indexer.commands.ingest:init",
    "add": "indexer.commands.ingest:add",
    "reindex": "indexer.commands.ingest:reindex",
    "search": "indexer.commands.find:search",
    "terms": "indexer.commands.find:terms",
    "show": "indexer.commands.find:show",
    "verify": "indexer.commands.verify:verify",
    "correct": "indexer.commands.correct:correct",
    "reread": "indexer.commands.reread:reread",
    "drift": "indexer.commands.reread:drift",
    "report": "indexer.commands.reports:report",
    "link": "indexer.commands.reports:link",
    "unlink": "indexer.commands.reports:unlink",
    "export": "indexer.commands.export:export",
    "check": "indexer.commands.health:check",
    "status": "indexer.commands.health:status",
    "doctor": "indexer.commands.health:doctor",
}


class _Group(click.Group):
    """Loads commands by name: our own, and those that other packages bring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *(entry.name for entry in entry_points(group=COMMAND_PLUGINS))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        places = COMMANDS | {entry.name: entry.value for entry in entry_points(group=COMMAND_PLUGINS)}
        if cmd_name not in places:
            return None
        module, name = places[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cotejo")
@click.option("--archive", metavar="DIR", help="The archive; it may be named behind the command as well.")
@click.pass_context
def cli(context: click.Context, archive: str | None) -> None:
    """A document archive whose every hit leads to the footnotes that cite it.

    Exit status: 0 done · 1 done, but something failed (listed) · 2 the call is wrong · 3 the archive cannot be opened.
    """
    context.obj = archive


LONGEST_MESSAGE = 1000
"""Characters of an error that are printed: what was typed may be a megabyte, and the sentence that helps comes last."""


def _printable(message: str) -> str:
    """The message on one line of bearable length. It repeats what was typed, and may hold what steers a terminal."""
    line = "".join(char if char.isprintable() else " " for char in message)
    if len(line) <= LONGEST_MESSAGE:
        return line
    return f"{line[: LONGEST_MESSAGE // 2]} … {line[-LONGEST_MESSAGE // 2 :]}"


def _fail(code: str, message: str) -> None:
    """An error, for people on stderr and, where ``--json`` stands, for programs on stdout."""
    message = _printable(message)
    sys.stderr.write(f"cotejo: {message} [{code}]\n")
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": {"code": code, "message": message}}) + "\n")


def _called_wrongly(error: click.ClickException) -> str:
    """Click's sentence, and where the right call is described."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    sentence = " ".join(error.format_message().split()).rstrip(".")
    return f"{sentence}. See `{context.command_path if context else 'cotejo'} --help`."


def main() -> None:
    """Run the command line and leave with the contract's exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of the last century shows \xe9 for what it has no letter for; that is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = cli(standalone_mode=False)
    except click.exceptions.Exit as leave:
        status = leave.exit_code
    except click.Abort:
        status = 130
    except click.ClickException as error:
        _fail(UsageError.code, _called_wrongly(error))
        status = error.exit_code
    except CotejoError as error:
        _fail(error.code, str(error))
        status = error.exit_status
    except BrokenPipeError:
        # The reader of our output has gone (`cotejo search … | head`): not an error, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. What was finished is kept; repeat the command to go on.\n")
        status = 130
    sys.exit(status if isinstance(status, int) else 0)
