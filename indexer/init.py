"""A new, empty archive."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

from indexer.archive import Archive
from indexer.config import CONFIG_NAME, Config, load_config
from indexer.errors import StorageError, UsageError


def init_archive(folder: Path) -> Config:
    """Write ``folder/config.toml`` with every key explained, and make the data folder beside it.

    Raises UsageError if there is a config.toml already (nothing is overwritten), StorageError if the disk refuses.
    """
    path = folder / CONFIG_NAME
    if path.exists():
        raise UsageError(f"{path} exists already.", remedy="Choose another folder; nothing was changed.")
    template = importlib.resources.files("indexer").joinpath("config_template.toml").read_text(encoding="utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(template, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.") from error
    config = load_config(path)
    Archive.open(config, create=True).close()
    return config
