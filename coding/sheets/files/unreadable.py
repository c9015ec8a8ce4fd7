"""Why a file of some kind cannot be read: the rule, what was found and how to fix it."""

from coding.codebook.problems import FileRefused, Problem


class UnreadableFile(ValueError):
    """Raised by a reader of one kind of file, which does not know the file's name."""

    def __init__(self, rule: str, fix: str, found: str = "") -> None:
        super().__init__(rule)
        self.rule, self.fix, self.found = rule, fix, found

    def refusal(self, name: str) -> FileRefused:
        return FileRefused([Problem(name, None, "", self.rule, self.found, self.fix)])
