"""`cotejo serve`: the web app on waitress, a production WSGI server. Sole importer of waitress."""

from __future__ import annotations

import socket
import threading
from typing import Any

import click
from waitress.server import create_server

from indexer.commands import terminal
from indexer.commands.options import archive_options
from indexer.config import Config
from indexer.errors import UsageError
from webapp import create_app

CHANNEL_SECONDS = 60
"""A client that sends nothing for so long is cut off, so that slow readers cannot hold the server's connections."""

MAX_HEADER_BYTES = 64 * 1024
"""Room for any query the app accepts, percent-encoded many times over."""


@click.command()
@click.option("--host", help="The address to listen on; default: of config.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; default: of config.toml.")
@archive_options
def serve(config: Config, as_json: bool, host: str | None, port: int | None) -> None:
    """Serve the archive to web browsers."""
    address, number = host or config.web.host, port or config.web.port
    app = create_app(config)
    try:
        server: Any = create_server(
            app,
            host=address,
            port=number,
            threads=config.web.threads,
            channel_timeout=CHANNEL_SECONDS,
            max_request_header_size=MAX_HEADER_BYTES,
            ident="",  # nobody needs to know the server's version
        )
    except (OSError, ValueError, socket.gaierror) as error:
        raise UsageError(
            f"Cannot listen on {address}, port {number}: {error}.", remedy="Choose another with --host and --port."
        ) from error
    quotes = app.extensions["cotejo"].quotes
    threading.Thread(target=quotes.prepare, name="word-lists", daemon=True).start()
    terminal.note(f"Cotejo is at http://{address}:{number} (stop with Ctrl-C).")
    server.run()
