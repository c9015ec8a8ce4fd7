"""What the database itself refuses, so that the record does not depend on everybody using our code.

The record consists of history rows and the steps of revisions. All other rows follow from it:
triggers update a row when its history row is inserted, and a revision when its step is inserted.
Any other way to change, add, remove or replace a row is refused with a sentence, on SQLite and
PostgreSQL alike. ``models/guarded_tables`` lists the guarded tables; ``history``, ``steps``,
``releases``, ``comments`` and ``decided_once`` define what is allowed; ``triggers`` installs the
triggers after each migrate. The reasons are in docs/adr/0020.
"""

from coding.protection.triggers import install, remove

__all__ = ["install", "remove"]
