"""The whole database taken elsewhere and back: backup and restore.

``taking.py`` and ``restoring.py`` are the two. ``contents.py`` says what a database holds, by which
each proves that nothing was lost. ``sqlite.py`` and ``postgresql.py`` know how their databases are
copied.
"""
