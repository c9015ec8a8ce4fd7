"""What the log says of a row of each table, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coding.codebook.sheet import key_of
from coding.workflow.transitions import step_named

_STARTED, _REMOVED = "+", "-"


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did. ``css`` styles the chip, ``words`` are a comment or reason."""

    at: datetime
    kind: str
    who: str
    did: str
    username: str = ""
    sheet: str = ""
    question: int | None = None
    words: str = ""
    revision: int | None = None
    release: str = ""
    css: str = ""

    @property
    def about(self) -> str:
        """The sheet and question, as in "4765 Q14"."""
        named = f"Q{self.question}" if self.question else ""
        return " ".join(words for words in (self.sheet, named) if words)


def of_step(event: Any) -> Entry:
    step, revision = step_named(event.step), event.revision
    return Entry(
        event.at,
        "change",
        event.by_name,
        step.done,
        _username(event.by),
        key_of(revision.sheet.atop_id, revision.sheet.phase),
        revision.question,
        event.comment,
        event.revision_id,
        event.version,
        step.css,
    )


def of_sheet(row: Any) -> Entry:
    did = "sheet started" if row.history_type == _STARTED else "sheet changed"
    words = row.history_change_reason or ""
    if row.usual_names and "names" in words.lower():
        words = f"{words}: {row.usual_names}"
    return _of_history(row, "sheet", did, words, sheet=key_of(row.atop_id, row.phase))


def of_list(row: Any) -> Entry:
    """Tell of a state or war, or of one state's time in a list or a war."""
    joined = [str(getattr(row, name)) for name in ("state", "war") if hasattr(row, f"{name}_id")]
    what, text = row.instance_type._meta.verbose_name, " in ".join(joined) or str(row.instance)
    did = f"{what} added" if row.history_type == _STARTED else f"{what} changed"
    reason = f": {row.history_change_reason}" if row.history_change_reason else ""
    return _of_history(row, "list", did, f"{text}{reason}")


def of_release(row: Any) -> Entry:
    did = "release opened" if row.history_type == _STARTED else "release changed"
    words = row.history_change_reason or ""
    return _of_history(row, "release", did, words, release=row.label)


def of_assignment(event: Any) -> Entry:
    sheet = key_of(event.sheet.atop_id, event.sheet.phase)
    who = event.by_name, event.get_step_display(), _username(event.by)
    to = "to" if event.step == event.Step.ASSIGN else "no longer to"
    return Entry(event.at, "assignment", *who, sheet, words=f"{to} {event.coder_name}")


def of_comment(comment: Any) -> Entry:
    did = {"say": "comment written"}.get(comment.step, f"thread {comment.get_step_display()}")
    return Entry(
        comment.at,
        "comment",
        comment.by_name,
        did,
        _username(comment.by),
        key_of(comment.sheet.atop_id, comment.sheet.phase),
        comment.question,
        comment.text,
    )


def of_annotation(annotation: Any) -> Entry:
    did = "coding rule annotated" if annotation.text else "annotation ended"
    who = annotation.by_name, did, _username(annotation.by)
    return Entry(annotation.at, "rule", *who, question=annotation.question, words=annotation.text)


def of_file(original: Any) -> Entry:
    sheet = key_of(original.sheet.atop_id, original.sheet.phase)
    who = original.by_name, "file kept", _username(original.by)
    return Entry(original.at, "file", *who, sheet, words=original.name)


def of_batch(batch: Any) -> Entry:
    return Entry(batch.at, "import", *_person(batch.by, "put on the desk"), words=batch.name)


def of_import_asked(request: Any) -> Entry:
    did = _person(request.asked_by, "import asked for")
    return Entry(request.asked_at, "import", *did, words=_size(request))


def of_import_decided(request: Any) -> Entry:
    did = "import confirmed" if request.is_confirmed else "import turned down"
    decided = _person(request.decided_by, did)
    return Entry(request.decided_at, "import", *decided, words=_size(request))


def of_correction_asked(correction: Any) -> Entry:
    did = _person(correction.asked_by, f"correction of {correction.release} asked for")
    return Entry(correction.asked_at, "release", *did, words=correction.reason)


def of_correction_decided(correction: Any) -> Entry:
    done = "confirmed" if correction.is_confirmed else "turned down"
    did = _person(correction.decided_by, f"correction of {correction.release} {done}")
    return Entry(correction.decided_at, "release", *did, words=correction.reason)


def of_security(event: Any) -> Entry:
    text = " · ".join(words for words in (event.about, event.more, event.address) if words)
    return Entry(event.at, "security", event.person or "–", event.kind, event.person, words=text)


def _of_history(row: Any, kind: str, did: str, words: str, **about: Any) -> Entry:
    by = row.history_user
    who = _called(by) if by else row.author_name or "the site"
    removed = "removed" if row.history_type == _REMOVED else did
    return Entry(row.history_date, kind, who, removed, _username(by), words=words, **about)


def _person(by: Any, did: str) -> tuple[str, str, str]:
    return _called(by), did, by.get_username()


def _called(by: Any) -> str:
    return by.get_full_name() or by.get_username()


def _username(by: Any) -> str:
    return by.get_username() if by else ""


def _size(request: Any) -> str:
    number = len(request.sheets)
    return f"{number} sheet{'' if number == 1 else 's'}"
