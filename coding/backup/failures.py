"""How backup, restore and move fail; each message is the sentence that the operator reads."""

from coding.dated_folders import NotWritten


class BackupFailed(NotWritten):
    """There is no new backup; earlier ones stay."""


class NotRestored(Exception):
    """Nothing was touched."""


class RestoredBadly(Exception):
    """The site has what was in the backup, but something is still to be seen to."""


class NotMoved(Exception):
    """The target has nothing but what migrations put there."""
