"""The index: derived from the catalog, rebuildable, behind one protocol (``base.SearchEngine``)."""
