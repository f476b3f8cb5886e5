"""Collections: named sets of documents with an access level."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from indexer.catalog.remembered import Remembered
from indexer.catalog.session import Database
from indexer.catalog.tables import CollectionRow
from indexer.models import Access, Collection


class Collections:
    """Reads and writes collections."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered = Remembered(database)

    def ensure(self, collection: Collection, *, update: bool = False) -> None:
        """Make the collection, or give it these titles and descriptions if it is there.

        Its access level stays as it is unless ``update``: adding to a restricted collection must not open it.
        """
        values = {name: getattr(collection, name) for name in Collection.__dataclass_fields__}
        changed = {name: value for name, value in values.items() if name != "id" and (update or name != "restricted")}
        with self._database.write() as session:
            session.execute(
                insert(CollectionRow).values(values).on_conflict_do_update(index_elements=["id"], set_=changed)
            )

    def list(self) -> Sequence[Collection]:
        """Every collection, in order of id."""
        return self._remembered.get("all", self._list)

    def _list(self) -> Sequence[Collection]:
        with self._database.read() as session:
            rows = session.scalars(select(CollectionRow).order_by(CollectionRow.id))
            return [
                Collection(row.id, row.title_es, row.title_en, row.description_es, row.description_en, row.restricted)
                for row in rows
            ]

    def public(self) -> Access:
        """What a reader who is nobody in particular may see."""
        return self._remembered.get("public", self._public)

    def _public(self) -> Access:
        with self._database.read() as session:
            return Access(frozenset(session.scalars(select(CollectionRow.id).where(~CollectionRow.restricted))))
