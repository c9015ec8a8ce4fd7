"""What the database itself refuses, so that the record does not depend on everybody using our code.

The record is what is written: history rows and the steps of revisions. Rows follow from it. Writing
a history row down makes the row that it tells of, and writing a step down moves its revision, by
triggers; any other way to change, add, remove or replace a row is refused with a sentence, on
SQLite and PostgreSQL alike. ``models/guarded`` says what is guarded; ``history``, ``steps``,
``releases`` and ``imports`` what fits; ``triggers`` puts it in place after each migrate. Why so:
docs/adr/0020.
"""

from coding.protection.triggers import install, remove

__all__ = ["install", "remove"]
