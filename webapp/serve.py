"""`cotejo serve`: the web app on waitress. Joins the command line by an entry point, see pyproject.toml."""

from __future__ import annotations

import click
import waitress

from indexer.cli_options import archive_options
from indexer.config import Config
from indexer.errors import UsageError
from webapp import create_app


@click.command()
@click.option("--host", help="Address to listen on; default: web.host of config.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; default: web.port of config.toml.")
@archive_options
def serve(config: Config, as_json: bool, host: str | None, port: int | None) -> None:
    """Serve the archive on a production WSGI server."""
    address, number = host or config.web.host, port or config.web.port
    app = create_app(config)
    try:
        server = waitress.create_server(
            app, host=address, port=number, threads=config.web.threads, ident="cotejo", clear_untrusted_proxy_headers=True
        )
    except OSError as error:
        raise UsageError(
            f"Cannot listen on {address}:{number}: {error.strerror}.", remedy="Choose another with --port."
        ) from error
    click.echo(f"The archive is on http://{address}:{number} (stop with Ctrl-C).", err=True)
    server.run()
