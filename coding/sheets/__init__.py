"""Printed sheets in and out: text, PDF and Word files.

``parser.py`` reads a sheet, step by step. Only ``loader.py`` (in) and ``printing.py`` (out) use the
database.
"""
