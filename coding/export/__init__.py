"""The export folder: what is approved, complete or absent, the same bytes for the same data.

``nightly.py`` is the entry point. ``record.py`` and ``released.py`` read approved rows; the writers
see only plain values, so an unapproved revision cannot reach them. ``runs.py`` notes each run.
"""
