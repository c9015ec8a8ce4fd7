"""Reads a published member-level file as people save it, and groups its rows into codings.

``member_file`` is the entry point. ``tables`` takes a file apart: ``packed_files`` and
``file_kinds`` tell what it is, ``separated_text``, ``workbooks`` and ``stata`` read it. ``columns``
knows its header, ``cells`` and ``members`` hold the rules of one cell, of a row and between rows,
``changed_values`` what programs make of a number, ``oddities`` what is accepted against the rules.
``known_releases`` tells whether it is the release that it says it is. ``grouping`` makes phases of
rows, and ``phases`` rows of phases.
"""
