"""The kinds of notices, declared once, each with its texts; people can switch each off."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeKind:
    """One kind; ``label`` is for the settings, ``did`` follows the person's name in a notice."""

    name: str
    label: str
    did: str
    counted: str  # in the subject of an e-mail about several
    is_for_admins: bool = False  # about releases: nobody else is told


RETURNED = NoticeKind(
    "returned", "A change of yours is returned", "returned your change", "returned"
)
APPROVED = NoticeKind(
    "approved", "A change of yours is approved", "approved your change", "approved"
)
OVERTAKEN = NoticeKind(
    "overtaken",
    "The approved answer changes under a draft of yours",
    "approved another answer than your draft rests on",
    "overtaken",
)
MENTIONED = NoticeKind(
    "mentioned", "Somebody mentions you in a comment", "mentioned you", "mentioned"
)
REPLIED = NoticeKind(
    "replied",
    "Somebody comments on a change of yours, or in a thread of yours",
    "wrote in a thread of yours or about your change",
    "replied",
)
ASSIGNED = NoticeKind(
    "assigned",
    "A sheet is assigned to you, or work is handed over to you",
    "gave this work to you",
    "assigned",
)
FREEZE = NoticeKind(
    "freeze",
    "A release is asked to be frozen",
    "asked to freeze the release: a second admin looks at it",
    "asked to be frozen",
    is_for_admins=True,
)
KINDS = {
    kind.name: kind
    for kind in (RETURNED, APPROVED, OVERTAKEN, MENTIONED, REPLIED, ASSIGNED, FREEZE)
}
