"""What a printed question is, for rooms that do not know the models."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A printed question; ``section`` is the heading it stands under, such as "II Obligations"."""

    number: int
    section: str
    wording: str
