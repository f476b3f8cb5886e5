"""What the documents say is so: commands run as written, keys and links exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import COMMANDS, cli
from indexer.sidecar import read_sidecar
from tests.commands import cotejo
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_commands_for_your_own_sources_run_as_written(tmp_path: Path) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith(".venv/bin/cotejo")]
    assert len(lines) >= 5
    for line in lines:
        _, command, *arguments = shlex.split(line.replace("my-archive", str(tmp_path / "my-archive")))
        if command != "serve":  # tests/web starts and stops it
            run = cotejo(command, *arguments)
            assert run.status == 0, (line, run.err)
    assert "1 passage in 1 document" in run.out


def test_the_targets_named_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in re.findall(
            r"(?:^|`)make ([a-z-]+)", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE
        ):
            assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), (page, target)


def test_the_sidecar_shown_is_a_right_one_with_every_key(tmp_path: Path) -> None:
    (shown,) = blocks("toml")
    path = tmp_path / "memo.pdf.toml"
    path.write_text(shown, encoding="utf-8")
    sidecar = read_sidecar(path)
    assert all(getattr(sidecar.metadata, field) is not None for field in sidecar.metadata.__dataclass_fields__)
    assert sidecar.collection
    assert sidecar.cited_in
    assert sidecar.specimen is False


def test_every_command_is_in_the_readme_and_explains_itself() -> None:
    for name in [*COMMANDS, "serve"]:
        assert f"`cotejo {name}" in README, name
        shown = CliRunner().invoke(cli, [name, "--help"])
        assert shown.exit_code == 0
        assert len(shown.output.splitlines()) > 4


@pytest.mark.parametrize("page", PAGES)
def test_links_between_the_documents_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("http:", "https:")):
            assert ((ROOT / page).parent / target).exists(), target
