"""Reads a published member-level file as people save it, and groups its rows into codings.

``member_file`` is the entry point. ``tables`` splits a file into cells: ``packed_files`` and
``no_tables`` detect its format, ``separated_text``, ``workbooks`` and ``stata`` read it.
``columns`` checks its header, ``cells`` and ``members`` have the rules of a cell, of a row and
between rows, ``changed_values`` recognizes numbers altered by programs, ``oddities`` lists accepted
exceptions. ``known_releases`` checks whether it is the release that it claims to be. ``grouping``
turns rows into phases, and ``phases`` phases into rows.
"""
