"""Raised where a file, or the rest of it, cannot be read as a table."""


class UnreadableTable(Exception):
    """The rule that the file breaks, what was found and the fix; ``line`` if one breaks it."""

    def __init__(self, rule: str, fix: str, found: str = "", line: int | None = None) -> None:
        self.rule, self.fix, self.found, self.line = rule, fix, found, line
        super().__init__(rule)
