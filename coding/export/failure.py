"""How an export can fail. Each message is a sentence for the operator."""


class ExportFailed(Exception):
    """There is no new export; the old one is still served. The message says why."""


class LeftUndone(Exception):
    """The new export is served, but a later step failed."""
