"""Finds sheets by whatever people type; it only writes its own index (docs/search.md).

``reading.py`` parses what was typed into a ``query.py``, ``full_text.py`` queries either database,
``finding.py`` combines the results, ``why.py`` explains them; ``keeping.py`` keeps the index in
step with the record.
"""
