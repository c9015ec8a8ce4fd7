"""What can go wrong with an export as a whole; each message is a sentence for the operator."""


class ExportFailed(Exception):
    """There is no new export; what was served before is as it was. The message says why."""


class LeftUndone(Exception):
    """The new export is there and served, but what was to be done after it could not be."""
