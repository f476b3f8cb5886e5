"""`cotejo`: finds the command, runs it, and leaves with the contract's exit status.

Each command is loaded only when it is called: a search need not wait for the PDF reader, and the processes that read
files (which start as this module does) stay small.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from importlib.metadata import entry_points

import click

from indexer import __version__
from indexer.errors import CotejoError

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


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Run the command line and leave with the contract's exit status."""
    as_json = "--json" in sys.argv
    try:
        status = cli(standalone_mode=False)
    except click.exceptions.Exit as leave:
        status = leave.exit_code
    except click.Abort:
        status = 130
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except CotejoError as error:
        _tell(f"cotejo: {error} [{error.code}]")
        if as_json:
            sys.stdout.write(json.dumps({"error": {"code": error.code, "message": str(error)}}) + "\n")
        status = error.exit_status
    except BrokenPipeError:
        # The reader of our output has gone (`cotejo search … | head`): not an error, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except KeyboardInterrupt:
        _tell("Stopped. What was finished is kept; repeat the command to go on.")
        status = 130
    sys.exit(status if isinstance(status, int) else 0)
