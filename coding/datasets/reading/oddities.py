"""Values in published files that the codebook does not have: accepted with a remark."""

from collections import Counter
from collections.abc import Iterator

from coding.codebook.problems import Problem


class Oddity(Problem):
    """Something that was accepted but should be known; the file is not refused."""


# A code without a label is a mistake, in the file or in the codebook, and refused. Only these are
# accepted, from any release, since exports after their import have them too.
PUBLISHED = {  # ATOP ID, variable, value
    ("4860", "refothio", "2"),  # since release 5.1: reference, section 4, "Code check"
}
TAKEN_IN = "It was published so, and is kept."


def signs_of_missing(file: str, counted: Counter[str]) -> Iterator[Oddity]:
    """Report each sign for a missing value, and how often it occurs; blanks are not reported."""
    for sign, times in counted.items():
        if sign:
            many = f"{times:,} cells hold" if times > 1 else "One cell holds"
            rule = f"{many} a sign for a missing value, and were read as empty."
            yield Oddity(file, rule, "They are missing values here.", found=sign)
