"""Sheets out: as text, Word file and PDF. Only ``from_record.py`` knows the database."""
