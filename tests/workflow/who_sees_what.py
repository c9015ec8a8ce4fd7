"""The table of who sees what, as docs/visibility.md has it; made by asking the rules."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, User

from coding.models import Revision, Sheet
from coding.models.revision import Status
from coding.workflow import rules
from coding.workflow.handing_over import hand_over
from coding.workflow.transitions import Transition
from coding.workflow.visibility import is_recorded, may_see, visible_to_all
from tests.factories import Cast, draft, make_person, revision_at, suggested, withdraw

_HEADER = "| a revision that is | {} |\n|---|{}"


def table_of_who_sees_what(cast: Cast, sheet: Sheet) -> str:
    """Return a row for each kind of revision, with what each person sees and may do with it."""
    kinds = _kinds(cast, sheet)
    author = User.objects.get(pk=cast.coder.pk)
    former = User.objects.get(pk=cast.coder.pk)
    cells = {kind: [_cell(one, author)] for kind, one in kinds.items()}
    cast.coder.groups.clear()
    readers = {
        "its author, no longer a coder": former,
        "another coder": cast.second_coder,
        "a reviewer": cast.reviewer,
        "an admin": cast.admin,
        "a reader": cast.reader,
        "no role": cast.outsider,
        "nobody signed in": AnonymousUser(),
    }
    for kind, one in kinds.items():
        cells[kind] += [_cell(one, reader) for reader in readers.values()]
    head = _HEADER.format(" | ".join(["its author", *readers]), "---|" * (len(readers) + 1))
    return "\n".join([head, *(f"| {kind} | {' | '.join(row)} |" for kind, row in cells.items())])


def _kinds(cast: Cast, sheet: Sheet) -> dict[str, Revision]:
    """One revision for each status and way to it."""
    people: dict[str, Any] = {"by": cast.coder, "reviewer": cast.reviewer}
    numbers = iter(range(14, 28))
    kinds: dict[str, Revision] = {
        str(status.label): revision_at(status, sheet, next(numbers), "New.", **people)
        for status in Status
    }
    kinds["returned with a suggestion"] = suggested(
        sheet, next(numbers), "Long.", "Short.", **people
    )
    gone = draft(sheet, next(numbers), "Gone.", by=cast.coder)
    kinds["discarded as a draft"] = withdraw(gone, by=cast.coder)
    left = make_person("left", "Lea Left", "coder")
    handed = draft(sheet, next(numbers), "Begun.", by=cast.coder)
    kinds["handed over as a draft"] = handed
    cast.coder.groups.clear()
    hand_over(handed, to=left, by=cast.admin)
    handed.refresh_from_db()
    cast.coder.groups.add(Group.objects.get(name="coder"))
    return kinds


def _cell(revision: Revision, reader: Any) -> str:
    """What the person sees of it, and the steps that are open to them."""
    if rules.why_not_read(reader) is not None:
        everybody = visible_to_all().filter(pk=revision.pk).exists()
        return "what is published" if everybody else "–"
    if not may_see(revision, reader):
        return "that somebody writes" if not is_recorded(revision) else "–"
    steps: list[Transition] = rules.steps_open_to(reader, revision)
    return "; ".join(["all of it", *(step.name for step in steps)])
