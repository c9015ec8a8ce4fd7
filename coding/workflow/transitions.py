"""The steps of a revision as one table: guards, buttons, record, diagram and tests read it.

A new step is a new row. Read the table through the functions below and the properties of a step;
do not compare names.
"""

from dataclasses import dataclass
from enum import Enum

from coding.models.revision import Status


class Party(Enum):
    """Who may take a transition."""

    AUTHOR = "its author"
    REVIEWER = "a reviewer who is not its author"
    ADMIN = "an admin, once its author has left"


class Effect(Enum):
    """What a step does besides moving the revision."""

    NONE = "nothing else"
    CHECK = "the checks speak, and the moment of submission is noted"
    ANSWER = "what the revision proposes becomes the approved answer and codes"
    SUGGEST = "its reviewer says what would do instead"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A kind of step in the record of a revision."""

    name: str
    done: str  # as the record says it: "submitted by …"
    target: Status
    brings_words: bool = False  # the record shows the difference with it
    chip: str = ""  # CSS class of its chip, where that is not its name

    @property
    def css(self) -> str:
        """The CSS class of its chip in the record."""
        return self.chip or self.name

    @property
    def brings_notes(self) -> bool:
        """Whether the record shows the revision notes with it, as printed."""
        return self.target is Status.APPROVED


@dataclass(frozen=True, kw_only=True)
class Button:
    """How the review pages offer a decision: on one change, and on several together."""

    key: str
    alone: str
    together: str
    css: str


@dataclass(frozen=True, kw_only=True)
class Transition(Step):
    """One step that moves a revision. ``why_comment`` says why it needs a comment, if it does.

    ``asks`` is the question its author has to confirm, if the step gives up their work.
    """

    label: str
    source: Status
    party: Party
    effect: Effect = Effect.NONE
    why_comment: str = ""
    asks: str = ""
    button: Button | None = None

    @property
    def is_decision(self) -> bool:
        return self.party is Party.REVIEWER

    @property
    def brings_answer(self) -> bool:
        return self.effect is Effect.ANSWER

    @property
    def needs_comment(self) -> bool:
        return bool(self.why_comment)


SUBMIT = Transition(
    name="submit",
    label="Submit for review",
    done="submitted",
    source=Status.DRAFT,
    target=Status.PENDING,
    party=Party.AUTHOR,
    effect=Effect.CHECK,
    brings_words=True,
)
TAKE_BACK = Transition(
    name="take-back",
    label="Reopen to edit",
    done="reopened",
    source=Status.PENDING,
    target=Status.DRAFT,
    party=Party.AUTHOR,
)
DISCARD = Transition(
    name="discard",
    label="Discard draft",
    done="discarded",
    source=Status.DRAFT,
    target=Status.WITHDRAWN,
    party=Party.AUTHOR,
    asks="Discard this draft? It stays in the history, but leaves your work.",
)
WITHDRAW = Transition(
    name="withdraw",
    label="Withdraw",
    done="withdrawn",
    source=Status.PENDING,
    target=Status.WITHDRAWN,
    party=Party.AUTHOR,
    asks="Withdraw this change? It stays in the history, but nobody will review it.",
)
APPROVE = Transition(
    name="approve",
    label="Approve",
    done="approved",
    source=Status.PENDING,
    target=Status.APPROVED,
    party=Party.REVIEWER,
    effect=Effect.ANSWER,
    button=Button(key="a", alone="Approve, next", together="Approve all the others", css="go"),
)
RETURN = Transition(
    name="return",
    label="Return with comment",
    done="returned",
    source=Status.PENDING,
    target=Status.RETURNED,
    party=Party.REVIEWER,
    why_comment="Returning needs a comment, so that the author knows what to change.",
    button=Button(
        key="r", alone="Return with comment", together="Return all the others", css="back"
    ),
)
SUGGEST = Transition(
    name="suggest",
    label="Return with a suggestion",
    done="returned with a suggestion",
    source=Status.PENDING,
    target=Status.RETURNED,
    party=Party.REVIEWER,
    effect=Effect.SUGGEST,
    chip="return",
    why_comment="Say why, so that the author can judge the suggestion.",
)
HAND_OVER = Transition(
    name="hand-over",
    label="Hand over",
    done="handed over",
    source=Status.DRAFT,
    target=Status.WITHDRAWN,
    party=Party.ADMIN,
)
TRANSITIONS = (SUBMIT, TAKE_BACK, DISCARD, WITHDRAW, APPROVE, RETURN, SUGGEST, HAND_OVER)

# Steps that end a draft which nobody was asked to review.
DRAFT_ENDS = tuple(
    step.name
    for step in TRANSITIONS
    if step.source is Status.DRAFT and step.target is Status.WITHDRAWN
)

# Steps that begin a revision rather than move it; the record lists them with the others.
FILED = Step(name="file", done="filed for review", target=Status.PENDING, brings_words=True)
RECORDED = Step(
    name="record", done="recorded from the printed sheet", target=Status.APPROVED, brings_words=True
)
BEGINNINGS = (FILED, RECORDED)


def step_named(name: str) -> Step:
    """Return the step that an event of the record tells of. Raises KeyError for any other name."""
    return {step.name: step for step in (*TRANSITIONS, *BEGINNINGS)}[name]


def decisions() -> tuple[Transition, ...]:
    """Return the decisions that the review pages offer; a suggestion has a page of its own."""
    return tuple(step for step in TRANSITIONS if step.is_decision and step.button)


def steps_from(status: str) -> tuple[Transition, ...]:
    return tuple(transition for transition in TRANSITIONS if transition.source == status)


def author_step(name: str) -> Transition | None:
    steps = (transition for transition in TRANSITIONS if transition.party is Party.AUTHOR)
    return next((step for step in steps if step.name == name), None)
