"""A coding sheet as plain values: its printed content, its state, and a phase as published."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from coding.codebook.cells import Codes, Coding

FIRST_PHASE = 1  # what the only sheet of an alliance, phase 0, becomes when there are several
LAST_PHASE = 9  # ATOPIDPHASE has one digit for it


def key_of(atop_id: int, phase: int) -> str:
    """Return a sheet's name in addresses and lists: "4765", or "1020.2" for a phase."""
    return f"{atop_id}.{phase}" if phase else str(atop_id)


@dataclass(frozen=True)
class RevisionNote:
    """A revision note as a sheet prints it; ``printed`` is the whole line, word for word."""

    version: str
    question: int
    name: str
    date: date
    printed: str

    def as_text(self) -> dict[str, Any]:
        return {**asdict(self), "date": self.date.isoformat()}

    @classmethod
    def from_text(cls, data: dict[str, Any]) -> "RevisionNote":
        return cls(**{**data, "date": date.fromisoformat(data["date"])})


@dataclass(frozen=True)
class SheetContent:
    """What one printed sheet says: all its answers, "" where blank, and its revision notes."""

    file: str
    atop_id: int
    phase: int
    answers: dict[int, str]
    notes: tuple[RevisionNote, ...] = ()

    @property
    def key(self) -> str:
        return key_of(self.atop_id, self.phase)

    def as_texts(self) -> dict[str, Any]:
        """Return the content as plain values for JSON; ``from_texts`` reads them."""
        return {
            "file": self.file,
            "atop_id": self.atop_id,
            "phase": self.phase,
            "answers": self.answers,
            "notes": [note.as_text() for note in self.notes],
        }

    @classmethod
    def from_texts(
        cls, *, answers: dict[str, str], notes: list[dict[str, Any]], **rest: Any
    ) -> "SheetContent":
        """Return the content from JSON, where question numbers are texts."""
        return cls(
            answers={int(number): answer for number, answer in answers.items()},
            notes=tuple(RevisionNote.from_text(note) for note in notes),
            **rest,
        )


@dataclass(frozen=True)
class SheetState:
    """The answers and codes of a sheet at one point: as approved, or with revisions applied."""

    answers: dict[int, str]
    coding: Coding


@dataclass(frozen=True)
class CodedPhase:
    """A phase of an alliance: its codes, and the release's flags of each member's row.

    ``flags`` maps a member's key to the flags of new and revised alliances in its row, such as
    {"new5": 0, "rev5": 1}. They belong to the release; observed in 5.1: they differ between the
    phases of 4175.
    """

    atop_id: int
    phase: int
    coding: Coding = field(default_factory=Coding)
    flags: dict[str, Codes] = field(default_factory=dict)
