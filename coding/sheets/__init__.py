"""Printed sheets in and out: text, PDF and Word files → answers and problems; answers → text.

Pure: nothing here reads or writes the database. It knows the questionnaire's declarations only.
``parser.py`` is the way in and reads like the table of contents of this folder.
"""
