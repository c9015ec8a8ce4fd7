"""How backup, restore and move fail; each message is the sentence that the operator reads."""

from coding.dated_folders import NotWritten


class BackupFailed(NotWritten):
    """No backup was made; earlier ones stay."""


class NotRestored(Exception):
    """The database was not changed."""


class RestoredBadly(Exception):
    """The database was restored, but something remains to be done."""


class NotMoved(Exception):
    """The target has only the rows of migrations."""
