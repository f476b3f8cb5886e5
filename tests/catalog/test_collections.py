"""Collections and what they let a reader see."""

from __future__ import annotations

from indexer.catalog.repository import Catalog
from indexer.models import Access, Collection


def test_collections_are_listed_by_id(catalog: Catalog) -> None:
    assert [collection.id for collection in catalog.collections.list()] == ["dof", "guacamaya", "inbox"]


def test_titles_change_but_access_only_when_asked(catalog: Catalog) -> None:
    opened = Collection("guacamaya", "Filtración", "Leak", "de SEDENA", "from SEDENA", restricted=False)
    catalog.collections.ensure(opened)
    kept = {collection.id: collection for collection in catalog.collections.list()}["guacamaya"]
    assert (kept.title("es"), kept.description_en, kept.restricted) == ("Filtración", "from SEDENA", True)
    catalog.collections.ensure(opened, update=True)
    assert opened in catalog.collections.list()


def test_the_public_sees_all_but_the_restricted(catalog: Catalog) -> None:
    assert catalog.collections.public() == Access(frozenset({"dof", "inbox"}))
