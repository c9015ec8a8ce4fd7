"""Finds sheets by whatever people type; reads only, but for its own index (docs/search.md).

``reading.py`` makes a ``query.py`` of what was typed, ``full_text.py`` asks either database,
``finding.py`` puts together which sheets are meant and why; ``keeping.py`` keeps the index in step
with the record.
"""
