"""The catalog: the archive's truth, in one SQLite file. Everything else but the store can be rebuilt from it.

``repository.Catalog`` is the door; ``tables`` and ``migrations`` are the shape of the file, ``session`` its
transactions. Nothing outside this room imports SQLAlchemy or Alembic.
"""
