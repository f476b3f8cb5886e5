"""collections.toml: what the archivist says of collections, and who may see them.

[collections.guacamaya-sedena]
title_es = "Filtración Guacamaya"     title_en = "Guacamaya leak"     description_es = "…"     description_en = "…"
access = "restricted"                 # or "public"
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from indexer.errors import ConfigError
from indexer.models import COLLECTION_ID, Access, Collection

_REMEDY = "Correct collections.toml; what is known of collections holds until then."
_COLLECTION_KEYS = {"title_es", "title_en", "description_es", "description_en", "access"}


class KnownCollections(Protocol):
    """The collections of the catalog."""

    def list(self) -> Sequence[Collection]: ...

    def ensure(self, collection: Collection, *, update: bool = False) -> None: ...


class CollectionsFile:
    """Brings the collections of a catalog up to collections.toml (None: there is none)."""

    def __init__(self, path: Path | None, collections: KnownCollections) -> None:
        self._path = path
        self._collections = collections
        self._seen: tuple[int, ...] | None = None
        self._restricted: Mapping[str, bool] = {}

    def follow(self) -> None:
        """Titles follow collections.toml; a level of access that it does not name stays as it is.

        Nothing is written where nothing differs: an archive on a read-only disk can be served. Raises ConfigError.
        """
        described = self._read()
        known = {collection.id: collection for collection in self._collections.list()}
        for collection, names_access in described:
            before = known.get(collection.id)
            restricted = collection.restricted if names_access else before is not None and before.restricted
            if (wanted := dataclasses.replace(collection, restricted=restricted)) != before:
                self._collections.ensure(wanted, update=True)

    def heed(self) -> None:
        """Look whether collections.toml has changed: who closes a collection has it closed to the next reader, whatever
        else is being written (the catalog follows when documents are next added). Raises ConfigError, once, if it has
        become wrong: what it said before holds then."""
        if self._state() != self._seen:
            self._read()

    def applied_to(self, public: Access) -> Access:
        """What everybody may see: by the catalog (``public``), and by collections.toml as it was last heeded."""
        levels = self._restricted
        closed = {collection for collection, restricted in levels.items() if restricted}
        return Access(((public.collections or frozenset()) | (levels.keys() - closed)) - closed)

    def _read(self) -> tuple[DescribedCollection, ...]:
        self._seen = self._state()
        described = read_collections(self._path)
        self._restricted = {one.collection.id: one.collection.restricted for one in described if one.names_access}
        return described

    def _state(self) -> tuple[int, ...] | None:
        """What tells one state of the file from another."""
        with suppress(OSError):
            if self._path is not None:
                found = self._path.stat()
                return found.st_mtime_ns, found.st_size, found.st_ino
        return None


class DescribedCollection(NamedTuple):
    """A collection as collections.toml has it; ``names_access`` tells "public" from nothing said."""

    collection: Collection
    names_access: bool


def read_collections(path: Path | None) -> tuple[DescribedCollection, ...]:
    """The collections that collections.toml describes. Raises ConfigError naming the key that is wrong."""
    if path is None:
        return ()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", remedy=_REMEDY) from error
    entries = table.get("collections", {})
    if not isinstance(entries, dict):
        raise ConfigError(f"{path}: «collections» must be tables such as [collections.dof].", remedy=_REMEDY)
    return tuple(_collection(path, name, entry) for name, entry in entries.items())


def _collection(path: Path, id: str, entry: object) -> DescribedCollection:
    place = f"{path}, [collections.{id}]"
    if not COLLECTION_ID.fullmatch(id) or not isinstance(entry, dict):
        raise ConfigError(f"{place}: an id has small letters, digits, - and _, and names a table.", remedy=_REMEDY)
    if unknown := set(entry) - _COLLECTION_KEYS:
        raise ConfigError(
            f"{place}: unknown key «{min(unknown)}»; there are {', '.join(sorted(_COLLECTION_KEYS))}.", remedy=_REMEDY
        )
    if wrong := [key for key, value in entry.items() if not isinstance(value, str)]:
        raise ConfigError(f"{place}: «{wrong[0]}» must be text in quotes.", remedy=_REMEDY)
    if entry.get("access", "public") not in ("public", "restricted"):
        raise ConfigError(
            f'{place}: «access» must be "public" or "restricted", not "{entry["access"]}".', remedy=_REMEDY
        )
    collection = Collection(
        id=id,
        title_es=entry.get("title_es", id),
        title_en=entry.get("title_en", id),
        description_es=entry.get("description_es", ""),
        description_en=entry.get("description_en", ""),
        restricted=entry.get("access") == "restricted",
    )
    return DescribedCollection(collection, "access" in entry)
