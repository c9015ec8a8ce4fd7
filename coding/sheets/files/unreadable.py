"""Why a file of some kind cannot be read: the rule, what was found and how to fix it."""


class UnreadableFile(ValueError):
    """Raised by a reader of one kind of file; ``readers.py`` turns it into a refusal."""

    def __init__(self, rule: str, fix: str, found: str = "") -> None:
        super().__init__(rule)
        self.rule, self.fix, self.found = rule, fix, found
