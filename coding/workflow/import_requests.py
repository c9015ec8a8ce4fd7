"""New printed sheets from the import desk enter the record when a second admin confirms them.

One admin asks for the sheets of a batch, another one confirms them together. They enter one by one
after that (``coding.desk.importing``), since 800 sheets in one transaction would hold everybody up.
"""

import json
from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from coding.models import DeskFile, ImportRequest, SecurityEvent
from coding.models.desk import FileState
from coding.models.people_names import name_of
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.published_rows import require_losses
from coding.workflow.refusals import NotAllowed, require
from coding.workflow.second_person import decide, lock_undecided, tell


@recorded()
def ask(files: "QuerySet[DeskFile]", *, by: Any) -> ImportRequest:
    """Ask that the sheets of some files, which were read, enter the record."""
    require(rules.why_not_import(by), NotAllowed)
    ready = files.filter(state=FileState.READY, is_new=True)
    held = list(ready.defer("content").select_related("batch").select_for_update(of=("self",)))
    require(None if held else "There is no new sheet to ask for.")
    sheets = [_said_of(file) | {"brought_by": file.brought_by} for file in held]
    asked = ImportRequest.objects.create(asked_by=by, asked_at=moment(), sheets=sheets)
    ready.filter(pk__in=[file.pk for file in held]).update(
        state=FileState.ASKED, request=asked, let_in_by=by
    )
    tell(asked, "ask", "asked for", by)
    return asked


@recorded()
def confirm(asked: ImportRequest, *, by: Any, confirmed: Collection[str] = ()) -> None:
    """Confirm the request; its sheets are imported afterwards.

    ``confirmed`` names what leaves the dataset files. Raises Unconfirmed if something is missing
    from it.
    """
    asked = lock_undecided(asked)
    require(why_not_confirm(asked, by), NotAllowed)
    asked.leaving = list(confirmed)
    for file in files_that_remove_rows(asked.files.all()):
        how = "Tick that this is intended, then confirm again."
        require_losses(file.leaves, asked.leaving, file.key, how)
    decide(asked, by, is_confirmed=True)
    asked.files.filter(state=FileState.ASKED).update(state=FileState.ENTERING, tries=0)
    tell(asked, "confirm", "confirmed", by)


def hash_of(says: Any) -> str:
    """Return the hash of what a sheet says, as it is kept in JSON."""
    kept = json.loads(json.dumps(says))  # whose keys are all text, and are sorted as text
    return sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _said_of(file: DeskFile) -> dict[str, Any]:
    """Return what the request is for: the file's name and bytes, and the content read from them.

    Requests from before files were stored have no bytes.
    """
    data = {"file": file.name, "part": file.part, "sheet": file.key}
    bytes_of_file = file.sha256 if file.size else ""
    return data | {"sha256": bytes_of_file, "says": hash_of(file.sheet_says)}


def why_not_as_asked(asked: ImportRequest, file: DeskFile) -> rules.Reason:
    """Refuse a file unless a second admin confirmed exactly this file and content."""
    if not asked.is_confirmed:
        return "It is a new sheet: a second admin confirms it."
    data = _said_of(file)
    if any(_is_as_asked(sheet, data) for sheet in asked.sheets):
        return None
    return "It is not what was confirmed: its words, its name or its bytes differ. Ask again."


def _is_as_asked(one: dict[str, Any], data: dict[str, Any]) -> bool:
    if "sha256" in one:
        return all(one[name] == value for name, value in data.items())
    # Old requests store the hash of the content without the file; the oldest, the content itself.
    return (one.get("says") or hash_of(one)) == data["says"]


def files_that_remove_rows(files: "QuerySet[DeskFile]") -> Iterable[DeskFile]:
    """Return the files whose sheets take something out of the dataset files."""
    return files.exclude(leaves=[]).defer("content")


@recorded()
def turn_down(asked: ImportRequest, *, by: Any) -> None:
    """Reject the request (the admin who asked withdraws it so); its files return to the desk."""
    require(rules.why_not_import(by), NotAllowed)
    asked = lock_undecided(asked)
    decide(asked, by, is_confirmed=False)
    asked.files.filter(state=FileState.ASKED).update(
        state=FileState.READY, request=None, let_in_by=None
    )
    tell(asked, "turn-down", "turned down", by)


def why_not_confirm(asked: ImportRequest, user: Any) -> rules.Reason:
    """Refuse the admin who asked."""
    if asked.asked_by_id == user.pk:
        return "You asked for this import. A second admin looks at it and confirms."
    if user.pk in _brought_by(asked):
        return (
            "You put one of the files on the desk, or corrected how it was read. An admin who did "
            "neither confirms; or the request is cancelled, and you ask for it yourself."
        )
    return rules.why_not_import(user) or _why_not_independent(asked, user)


def _brought_by(asked: ImportRequest) -> set[int]:
    """Return the ids of those who uploaded the files or corrected something in them."""
    return {pk for sheet in asked.sheets for pk in sheet.get("brought_by", ())}


def _why_not_independent(asked: ImportRequest, user: Any) -> rules.Reason:
    """Refuse if somebody behind the request could have got into this admin's account."""
    behind = User.objects.filter(pk__in={asked.asked_by_id, *_brought_by(asked)})
    gave_way_in = Q(pk__in=_in_admins_log(behind, user)) | Q(
        username__in=_in_the_security_log(behind, user)
    )
    person = behind.filter(gave_way_in).order_by("pk").first()
    if person is None:
        return None
    did = "asked for this import" if person.pk == asked.asked_by_id else "brought its files"
    return (
        f"{name_of(person)} {did}, and made your account or changed how you come in. An admin "
        "of whom that is not so confirms it."
    )


def _in_admins_log(people: QuerySet[User], user: Any) -> QuerySet[Any]:
    """Return who, by admin's log, made the account or changed its password or address.

    The log knows accounts by their ids.
    """
    way_in = Q(change_message__icontains="password") | Q(change_message__icontains="email")
    return LogEntry.objects.filter(
        Q(action_flag=ADDITION) | way_in,
        user__in=people.values("pk"),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
    ).values("user")


def _in_the_security_log(people: QuerySet[User], user: Any) -> QuerySet[Any]:
    """Return the names of those who did so by the security log.

    It knows accounts by the names that they had.
    """
    new_address = Q(kind="account changed", more__contains="email: ")
    return SecurityEvent.objects.filter(
        Q(kind__in=_WAYS_IN) | new_address,
        person__in=people.values("username"),
        about=user.username,
    ).values("person")


# Kinds of events of the security log by which an admin could come in as somebody else.
_WAYS_IN = ("account made", "link to set a password made", "password set by an admin")
