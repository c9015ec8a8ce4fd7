"""Values that published files hold although the codebook does not: accepted with a remark."""

from dataclasses import dataclass

from coding.codebook.problems import Problem


class Remark(Problem):
    """Something that was accepted but should be known; the file is not refused."""


@dataclass(frozen=True)
class Oddity:
    """A value without a label that was published; ``release`` is the first one known to have it."""

    atop_id: int
    variable: str
    value: int
    release: str


# A code without a label is a mistake, in the file or in the codebook, and refused. These alone are
# taken in, from any release, since whatever is exported after their import has them too.
PUBLISHED = (
    Oddity(4860, "refothio", 2, "5.1"),  # reference, section 4, "Code check"
)
TAKEN_IN = "It was published so, and is kept."


def is_published(atop_id: str, variable: str, value: str) -> bool:
    """Whether a value without a label is known from a published file."""
    return any(
        (str(known.atop_id), known.variable, str(known.value)) == (atop_id, variable, value)
        for known in PUBLISHED
    )
