"""`cotejo check`, `status`, `doctor`: is everything there, and in place."""

from __future__ import annotations

import sys

import click

from indexer.check import check as check_archive
from indexer.check import unreferenced
from indexer.commands import terminal
from indexer.commands.options import archive_options, open_archive
from indexer.config import Config
from indexer.doctor import diagnose
from indexer.models import OWNER
from indexer.serialise import counts_json, failure_json


@click.command()
@archive_options
def check(config: Config, as_json: bool) -> None:
    """Every original against its hash, catalog against index; exit 1 and a list if anything is off."""
    with open_archive(config) as archive:
        findings = list(check_archive(archive))
        counts = archive.catalog.documents.counts(OWNER)
        spare = unreferenced(archive)
    if as_json:
        rows = [{"code": item.code.value, "document": item.document, "message": item.message} for item in findings]
        terminal.put_json({"ok": not findings, "findings": rows, "counts": counts_json(counts), "unreferenced": spare})
    else:
        terminal.print_findings(findings, counts, spare)
    sys.exit(1 if findings else 0)


@click.command()
@archive_options
def status(config: Config, as_json: bool) -> None:
    """What the archive holds, and what could not be taken in."""
    with open_archive(config) as archive:
        counts = archive.catalog.documents.counts(OWNER)
        failures = archive.catalog.failures.list()
    if as_json:
        terminal.put_json(counts_json(counts) | {"failures": [failure_json(item) for item in failures]})
    else:
        terminal.print_status(counts, failures)


@click.command()
@archive_options
def doctor(config: Config, as_json: bool) -> None:
    """Which outside programs, languages and limits are in place."""
    diagnosis = diagnose(config)
    terminal.put_json(diagnosis.json()) if as_json else terminal.print_diagnosis(diagnosis)
    sys.exit(0 if diagnosis.sound else 1)
