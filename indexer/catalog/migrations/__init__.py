"""The schema's history, run by Alembic: ``env`` and one module a step in ``versions``.

To change the schema: edit ``tables.py``, then add a step after ``script.py.mako`` by hand or with
``alembic revision --autogenerate``, and its id to ``migrate.REVISIONS``. The tests compare the two.
"""
