"""Answers that refer to another question: "See 10", "See #10.", "Yes. See question 12"."""

import re

from coding.suggestions.given import Given

# The whole answer; "See Art. 3" refers to the treaty and is none
_SEE = re.compile(
    r"(?:yes\s*[.,:;–—-]?\s*)?(?:see|same as|as in)\s+(?:questions?\s*|q\.?\s*|no\.\s*)?#?\s*"
    r"(?P<question>\d{1,2})(?:\s+(?:above|below))?\s*\.?",
    re.IGNORECASE,
)


def follow(given: Given, question: int, *allowed: int) -> tuple[int, str]:
    """Return the question whose answer counts, and what it says; one step, to a known question.

    ``allowed`` are the questions that ask about the same provisions, as 10, 11 and 12 do.
    """
    text = given.text(question)
    found = _SEE.fullmatch(text)
    if found and int(found["question"]) in allowed:
        other = int(found["question"])
        return other, given.text(other)
    return question, text
