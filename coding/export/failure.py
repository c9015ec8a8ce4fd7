"""What can go wrong with an export as a whole; each message is a sentence for the operator."""


class ExportFailed(Exception):
    """There is no new export; what was served before is as it was. The message says why."""


class OldExportsRemain(Exception):
    """The new export is there and served, but older ones that should go could not be removed."""
