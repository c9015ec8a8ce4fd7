"""Reads a published member-level file, CSV or Stata, and puts its rows together to codings.

``member_file`` is the way in: ``tables`` takes a file apart, ``columns`` knows its header,
``cells`` and ``members`` hold the rules of one cell, of a row and between rows, ``oddities`` what
is taken in against the rules. ``grouping`` makes phases of rows, and ``phases`` rows of phases.
"""
