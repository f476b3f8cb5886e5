"""Who may know whom: the contracts of pyproject.toml, and one importer for each outside engine."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

ENGINES = {
    "pdfminer": 1,
    "pypdfium2": 1,
    "pytesseract": 1,
    "whoosh": 1,
    "langdetect": 1,
    "puremagic": 1,
    "charset_normalizer": 1,
    "trafilatura": 1,
    "Stemmer": 1,
    "pebble": 1,
    "reportlab": 1,
    "edlib": 1,
    "rapidfuzz": 1,
    "cv2": 1,
    "simplemma": 1,
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_one_module_imports_each_outside_engine(engine: str) -> None:
    importers = [
        path.relative_to(ROOT).as_posix()
        for package in ("indexer", "webapp")
        for path in sorted((ROOT / package).rglob("*.py"))
        if engine in imports(path)
    ]
    assert len(importers) == 1, importers


def test_sqlalchemy_stays_in_the_catalog() -> None:
    importers = [path for path in (ROOT / "indexer").rglob("*.py") if {"sqlalchemy", "alembic"} & imports(path)]
    assert {path.relative_to(ROOT / "indexer").parts[0] for path in importers} == {"catalog"}


def test_the_arrows_between_the_rooms_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_constraints_name_packages_of_the_registry_only() -> None:
    """`pip-compile` once pinned this checkout's own path: a fresh clone could not install."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert [line for line in pins if "==" not in line] == []


def test_a_search_loads_no_reader() -> None:
    """They take a second to load, which everybody who searches from a shell would wait for."""
    readers = "pdfminer", "pypdfium2", "PIL", "cv2", "lxml", "reportlab", "pebble", "markdown_it", "edlib", "flask"
    told = f"import sys, indexer.commands.find; print(sorted(set({readers}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
