"""Builds people, sheets and revisions the way the site does: through the workflow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.utils import timezone

from coding import protection
from coding.codebook.sheet import SheetContent
from coding.models import Comment, Revision, Sheet
from coding.models.counted_codes import CountedCodes
from coding.models.questionnaire import BY_NUMBER, QUESTIONS
from coding.models.revision import Status
from coding.workflow import comments, drafts, review, sheet_import, suggesting
from coding.workflow.drafts import TypedAnswer
from coding.workflow.proposed_codes import TypedCodes, replaced_by
from coding.workflow.record_writer import approved_answer, fingerprint, save_tracked
from coding.workflow.review import Verdict
from coding.workflow.transitions import APPROVE, DISCARD, RETURN, WITHDRAW, Transition


@dataclass(frozen=True)
class Cast:
    """Everybody a story needs."""

    coder: User
    second_coder: User
    reviewer: User
    admin: User
    reader: User
    outsider: User

    def everybody(self) -> dict[str, User]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def make_cast() -> Cast:
    return Cast(
        coder=make_person("coder", "Clara Coder", "coder"),
        second_coder=make_person("coder2", "Colin Second", "coder"),
        reviewer=make_person("reviewer", "Rita Reviewer", "reviewer"),
        admin=make_person("admin", "Ada Admin", "admin", is_staff=True),
        reader=make_person("reader", "Rhea Reader", "reader"),
        outsider=make_person("outsider", "Otto Outsider"),
    )


def make_person(username: str, name: str, role: str = "", **fields: Any) -> User:
    first, last = name.split(" ")
    person = User.objects.create_user(
        username, password="secret", first_name=first, last_name=last, **fields
    )
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def keep(row: Any, *, by: User | None = None) -> Any:
    """Save a row of the record as it is, with a history row."""
    save_tracked(row, by=by, at=timezone.now(), reason="As a test has it")
    return row


def spoil(row: Any) -> None:
    """Change an approved row past the guards, as no way of the site does."""
    protection.remove()
    if isinstance(row, CountedCodes):
        row.count()
    Model.save(row)
    protection.install()


def content(
    atop_id: int, phase: int = 0, *, file: str = "", notes: Any = (), **answers: str
) -> SheetContent:
    """What a printed sheet says; ``q14="…"`` sets one answer."""
    key = f"{atop_id}.{phase}" if phase else str(atop_id)
    said = {question.number: f"Answer {question.number}." for question in QUESTIONS}
    said |= {1: key, 3: "January 17, 1996", 4: "370 Belarus\n705 Kazakhstan"}
    said |= {int(name[1:]): text for name, text in answers.items()}
    return SheetContent(file or f"{key}.txt", atop_id, phase, said, tuple(notes))


def make_sheet(atop_id: int = 4765, phase: int = 0, *, notes: Any = (), **answers: str) -> Sheet:
    """A sheet in the record, imported from print."""
    sheet_import.import_sheet(content(atop_id, phase, notes=notes, **answers))
    return Sheet.objects.get(atop_id=atop_id, phase=phase)


def draft(
    sheet: Sheet,
    number: int,
    text: str | None,
    *,
    by: User,
    note: str = "Because.",
    codes: dict[str, int | None] | None = None,
) -> Revision:
    """A draft of prose, codes, or both; ``text`` None leaves the approved answer."""
    standing = drafts.open_revision(sheet, number, by)
    typed = codes or {}
    answer = TypedAnswer(
        text,
        note,
        TypedCodes(typed, replaced_by(sheet, BY_NUMBER[number], typed)),
        edits=standing.edits if standing else 0,
    )
    saved = drafts.save_draft(sheet, BY_NUMBER[number], answer, by=by)
    assert saved is not None
    return saved


def pending(
    sheet: Sheet,
    number: int,
    text: str | None,
    *,
    by: User,
    note: str = "Because.",
    codes: dict[str, int | None] | None = None,
) -> Revision:
    return drafts.submit(draft(sheet, number, text, by=by, note=note, codes=codes), by=by)


def coded(
    sheet: Sheet, number: int, codes: dict[str, int | None], *, by: User, reviewer: User
) -> Revision:
    """Codes of one question, proposed and approved."""
    return approve(pending(sheet, number, None, by=by, codes=codes), by=reviewer)


def seen(revision: Revision) -> str:
    """The fingerprint that a reviewer's screen carries now."""
    revision.refresh_from_db()
    replaced = replaced_by(revision.sheet, revision.asked, revision.codes)
    return fingerprint(revision, approved_answer(revision.sheet, revision.question), replaced)


def approve(revision: Revision, *, by: User, comment: str = "") -> Revision:
    return review.decide(Verdict(APPROVE, revision, seen(revision), comment), by=by)


def send_back(revision: Revision, *, by: User, comment: str = "Cite the article.") -> Revision:
    return review.decide(Verdict(RETURN, revision, seen(revision), comment), by=by)


def suggested(
    sheet: Sheet, number: int, text: str, instead: str, *, by: User, reviewer: User
) -> Revision:
    """A proposal that its reviewer returned with other words."""
    revision = pending(sheet, number, text, by=by)
    said = {"seen": seen(revision), "comment": "Shorter."}
    return suggesting.suggest(revision, by=reviewer, text=instead, **said)


def verdicts(
    step: Transition, revisions: Iterable[Revision], *, comment: str = ""
) -> list[Verdict]:
    """The same decision on each, of what a reviewer's screen carries now."""
    return [Verdict(step, revision, seen(revision), comment) for revision in revisions]


def withdraw(revision: Revision, *, by: User) -> Revision:
    """Its author gives it up, whether it is a draft or pending."""
    step = WITHDRAW if revision.status == Status.PENDING else DISCARD
    return drafts.take_step(step, revision, by=by)


def approved_change(
    sheet: Sheet, number: int, text: str, *, by: User, reviewer: User, note: str = "Because."
) -> Revision:
    return approve(pending(sheet, number, text, by=by, note=note), by=reviewer)


def said(sheet: Sheet, number: int, text: str, *, by: User) -> Comment:
    """A comment that begins a thread at a question."""
    return comments.comment(sheet, BY_NUMBER[number], text, by=by)


def revision_at(
    status: Status, sheet: Sheet, number: int, text: str, *, by: User, reviewer: User
) -> Revision:
    """A revision brought to the status through the workflow."""
    if status == Status.DRAFT:
        return draft(sheet, number, text, by=by)
    revision = pending(sheet, number, text, by=by)
    if status == Status.APPROVED:
        return approve(revision, by=reviewer)
    if status == Status.RETURNED:
        return send_back(revision, by=reviewer)
    if status == Status.WITHDRAWN:
        return withdraw(revision, by=by)
    return revision
