"""One file of the desk: what was read, its effect on import, and its problems."""

from dataclasses import dataclass

from coding.desk.outcomes import without_name
from coding.forms.places_in_lists import written_seen
from coding.history.differences import DiffPiece, difference
from coding.models import DeskFile
from coding.models.desk import AT_THE_DESK, FileState
from coding.models.questionnaire import BY_NUMBER, Question
from coding.workflow.sheet_import import PrintedChange, compare


@dataclass(frozen=True)
class Difference:
    """One difference between a printed sheet and the record, word by word."""

    question: Question
    pieces: list[DiffPiece]
    change: PrintedChange

    @classmethod
    def of(cls, change: PrintedChange) -> "Difference":
        """Compare the approved text with the printed one."""
        pieces = difference(change.approved, change.printed)
        return cls(BY_NUMBER[change.question], pieces, change)


@dataclass(frozen=True)
class FilePage:
    """A file with its answers; the differences are from the record as it is now."""

    file: DeskFile
    answers: list[tuple[Question, str]]
    notes: list[str]
    differences: list[Difference]
    is_here: bool  # whether a person has to deal with it
    may_read_again: bool
    seen: str  # fingerprint to which the import is bound
    problems: list[str]
    before: int | None
    after: int | None


def load_file(file: DeskFile) -> FilePage:
    content = file.says if file.sheet_says else None
    changes = compare(content).changes if content and not file.is_new else []
    answers = sorted(content.answers.items()) if content else []
    beside = DeskFile.objects.filter(batch=file.batch, state=file.state).order_by("pk")
    return FilePage(
        file,
        [(BY_NUMBER[number], answer) for number, answer in answers],
        [note.printed for note in content.notes] if content else [],
        [Difference.of(change) for change in changes],
        is_here=file.state in AT_THE_DESK,
        may_read_again=file.size > 0 and file.state in (*AT_THE_DESK, FileState.DROPPED),
        seen=written_seen({file.pk: file.reading}),
        problems=[without_name(problem, file) for problem in file.problems],
        before=beside.filter(pk__lt=file.pk).values_list("pk", flat=True).last(),
        after=beside.filter(pk__gt=file.pk).values_list("pk", flat=True).first(),
    )
