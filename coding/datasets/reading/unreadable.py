"""What a reader raises where a file, or what follows in it, cannot be read as a table."""


class UnreadableTable(Exception):
    """Which rule the file breaks, what was found and how to fix it; ``line`` if one is to blame."""

    def __init__(self, rule: str, fix: str, found: str = "", line: int | None = None) -> None:
        self.rule, self.fix, self.found, self.line = rule, fix, found, line
        super().__init__(rule)
