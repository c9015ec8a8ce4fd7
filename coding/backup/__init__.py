"""The whole database taken elsewhere and back: backup, restore, the move to another database.

``taking.py``, ``restoring.py`` and ``moving.py`` are the three. ``contents.py`` says what a
database holds, by which each proves that nothing was lost. ``sqlite.py`` and ``postgresql.py`` know
how their databases are copied.
"""
