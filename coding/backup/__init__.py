"""Copies of the whole database: backup, restore, the move to another database.

``taking.py``, ``restoring.py`` and ``moving.py`` are the three. Each uses ``contents.py``, which
counts and hashes the rows, to prove that nothing was lost. ``sqlite.py`` and ``postgresql.py`` make
and restore the copies of their databases.
"""
