"""config.toml: a wrong key or type is told with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import cli
from indexer.config import Config, find_config, load_config
from indexer.errors import ArchiveMissing, ConfigError
from tests.conftest import ROOT


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[web]\nport = 'high'\n", 2, "web.port"),
        ("[web]\n\nprot = 8000\n", 3, "web.prot"),
        ("[ocr]\nlanguages = 'spa'\n", 2, "ocr.languages"),
        ("[ingest]\njobs = true\n", 2, "ingest.jobs"),
        ("[ingest]\nfile_seconds = 0\n", 2, "ingest.file_seconds"),
        ("[index]\nengine = 'lucene'\n", 2, "index.engine"),
        ("# nothing\n[wbe]\nport = 1\n", 2, "wbe"),
        ("web = 3\n", 1, "web"),
        ("web.port = 'x'\n", 1, "web.port"),
        ("[archive]\ndefault_collection = 'Bad Id'\n", 2, "archive.default_collection"),
        ("[ocr]\nlanguages = ['../x']\n", 2, "ocr.languages"),
        ("[ocr]\ndpi = 100000\n", 2, "ocr.dpi"),
        ("[search]\ntranslator = 'google'\n", 2, "search.translator"),
        ("[web]\nhost = ''\n", 2, "web.host"),
        ("[web]\nport = 70000\n", 2, "web.port"),
        ("[web]\npage_size = 101\n", 2, "web.page_size"),
        ("[web]\nbase_url = 'archive.example'\n", 2, "web.base_url"),
        ("[web]\nbase_url = 'javascript:alert(1)'\n", 2, "web.base_url"),
    ],
)
def test_a_wrong_key_or_type_is_named_with_its_line(tmp_path: Path, text: str, line: int, key: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load_config(written(tmp_path, text))
    assert f"line {line}:" in str(raised.value)
    assert f"«{key}»" in str(raised.value)


def test_what_is_not_toml_is_told_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 2"):
        load_config(written(tmp_path, "[web]\nport = \n"))


def test_a_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="cotejo init"):
        find_config(tmp_path)


def test_the_archive_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "")
    monkeypatch.setenv("COTEJO_ARCHIVE", str(tmp_path))
    assert find_config(None) == tmp_path / "config.toml"


def test_the_archive_may_be_named_before_the_command_or_behind_it(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(cli, ["init", str(tmp_path / "a")]).exit_code == 0
    for call in (["--archive", str(tmp_path / "a"), "status"], ["status", "--archive", str(tmp_path / "a")]):
        assert runner.invoke(cli, call).exit_code == 0
    assert (
        runner.invoke(cli, ["--archive", str(tmp_path / "b"), "status", "--archive", str(tmp_path / "a")]).exit_code
        == 0
    )
    with pytest.raises(ArchiveMissing):
        runner.invoke(cli, ["--archive", str(tmp_path / "b"), "status"], catch_exceptions=False)


def test_a_key_left_out_keeps_its_default(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "[web]\nport = 9000\n"))
    assert config.web.port == 9000
    assert config.web.host == "127.0.0.1"
    assert config.data == tmp_path.resolve() / "var"


@pytest.mark.parametrize("path", ["config.toml", "indexer/config_template.toml"])
def test_the_commented_files_show_every_key_with_its_default(path: str) -> None:
    shown = tomllib.loads((ROOT / path).read_text(encoding="utf-8"))
    for section in ("archive", "ingest", "ocr", "index", "quotes", "web"):
        defaults = getattr(Config(root=ROOT), section)
        for key in defaults.__dataclass_fields__:
            value = shown[section][key]
            if key != "collections":
                assert (tuple(value) if isinstance(value, list) else value) == getattr(defaults, key)


def test_the_template_differs_from_the_bundled_file_only_in_its_corpus() -> None:
    bundled = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()
    template = (ROOT / "indexer/config_template.toml").read_text(encoding="utf-8").splitlines()
    different = [a for a, b in zip(bundled, template, strict=True) if a != b]
    assert [line.split()[0] for line in different] == ["collections", "glossary"]
