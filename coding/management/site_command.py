"""The base class of all commands: it names what a terminal would obey in what they write."""

from typing import Any

from django.core.management.base import BaseCommand, OutputWrapper

from coding.codebook.problems import visible


class ShownOutput(OutputWrapper):
    """Names control characters and marks of direction, whoever wrote them: a file, a path, people.

    What comes with a style of its own is written as it is: progress, and the colours of checks.
    """

    def write(  # type: ignore[override]  # as Django has it
        self, msg: str = "", style_func: Any = None, ending: str | None = None
    ) -> None:
        shown = msg if style_func else "\n".join(map(visible, msg.split("\n")))
        super().write(shown, style_func, ending)


class SiteCommand(BaseCommand):
    """A command of this site. Django sets its outputs anew for a run, so each is wrapped as set."""

    @property
    def stdout(self) -> OutputWrapper:
        return self._stdout

    @stdout.setter
    def stdout(self, output: OutputWrapper) -> None:
        self._stdout = ShownOutput(vars(output)["_out"])

    @property
    def stderr(self) -> OutputWrapper:
        return self._stderr

    @stderr.setter
    def stderr(self, output: OutputWrapper) -> None:
        self._stderr = ShownOutput(vars(output)["_out"])
