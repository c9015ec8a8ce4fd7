"""The workflow as one table: guard, buttons, diagram and tests are all read from it."""

from dataclasses import dataclass
from enum import Enum

from coding.models.revision import Status


class Party(Enum):
    """Whose turn a transition is."""

    AUTHOR = "its author"
    REVIEWER = "a reviewer who is not its author"


@dataclass(frozen=True)
class Transition:
    """One step a revision can take."""

    name: str
    label: str
    done: str  # as the record says it: "submitted by …"
    source: Status
    target: Status
    party: Party
    needs_comment: bool = False


SUBMIT = Transition(
    "submit", "Submit for review", "submitted", Status.DRAFT, Status.PENDING, Party.AUTHOR
)
TAKE_BACK = Transition(
    "take-back", "Take back", "taken back", Status.PENDING, Status.DRAFT, Party.AUTHOR
)
DISCARD = Transition(
    "discard", "Discard draft", "withdrawn", Status.DRAFT, Status.WITHDRAWN, Party.AUTHOR
)
WITHDRAW = Transition(
    "withdraw", "Withdraw", "withdrawn", Status.PENDING, Status.WITHDRAWN, Party.AUTHOR
)
APPROVE = Transition(
    "approve", "Approve", "approved", Status.PENDING, Status.APPROVED, Party.REVIEWER
)
RETURN = Transition(
    "return",
    "Return with comment",
    "returned",
    Status.PENDING,
    Status.RETURNED,
    Party.REVIEWER,
    needs_comment=True,
)

TRANSITIONS = (SUBMIT, TAKE_BACK, DISCARD, WITHDRAW, APPROVE, RETURN)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}

# Steps that begin a revision rather than move it; they stand in the record beside the others.
FILED = "file"  # by the import of a changed sheet, straight into the queue
RECORDED = "record"  # from a revision note on a printed sheet, approved long ago
STEP_WORDS = {
    **{transition.name: transition.done for transition in TRANSITIONS},
    FILED: "filed for review",
    RECORDED: "recorded from the printed sheet",
}
# Steps that bring words: the record shows the difference with them.
BRINGS_WORDS = frozenset({SUBMIT.name, FILED, RECORDED})
