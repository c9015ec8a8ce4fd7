"""Finds sheets by whatever people type; it only writes its own index (docs/search.md).

``reading_queries.py`` parses what was typed into a ``query.py``, ``full_text.py`` queries either
database, ``finding.py`` combines the results, ``match_reasons.py`` explains them;
``updating_index.py`` keeps the index in step with the record.
"""
