"""Reads a published member-level file, CSV or Stata, and groups its rows into codings.

``member_file`` is the entry point: ``tables`` takes a file apart, ``columns`` knows its header,
``cells`` and ``members`` hold the rules of one cell, of a row and between rows, ``oddities`` what
is accepted against the rules. ``grouping`` makes phases of rows, and ``phases`` rows of phases.
"""
