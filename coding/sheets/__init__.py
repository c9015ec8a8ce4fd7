"""Printed sheets in and out: text, PDF and Word files.

``parser.py`` takes the steps: from a file to lines (``files/``), where the questions stand
(``questions/``), lines to paragraphs (``lines/``), revision notes (``notes/``), what each part of
the page is (``understanding/``). ``sandbox/`` runs them in a separate process. Only ``loader.py``
(in) and ``printing/from_record.py`` (out) use the database.
"""
