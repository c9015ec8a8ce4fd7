"""Whose words a revision says, where they are not its author's own."""

from typing import Any

from coding.models import Revision


def whose_words(revision: Revision) -> list[Any]:
    """Return who suggested or first wrote the revision's words; none where its author did.

    Looks through the revisions that it follows: suggestions of reviewers, and work handed over. The
    same words may have gone through several hands.
    """
    people: dict[int, Any] = {}
    earlier = revision.follows
    while earlier:
        for person, text, codes in _said_by_others(earlier):
            if person.pk != revision.author_id and _says(revision, text, codes):
                people.setdefault(person.pk, person)
        earlier = earlier.follows
    return [*people.values()]


def _said_by_others(earlier: Revision) -> list[tuple[Any, str | None, Any]]:
    words: list[tuple[Any, str | None, Any]] = []
    if earlier.suggestion:
        text, codes = earlier.suggestion["text"], earlier.suggestion["codes"]
        own_text = text if text != earlier.text else None
        words.append((earlier.decided_by, own_text, codes if codes != earlier.codes else None))
    if earlier.author:
        text = earlier.text if earlier.changes_text else None
        words.append((earlier.author, text, earlier.codes))
    return words


def _says(revision: Revision, text: str | None, codes: Any) -> bool:
    is_same_text = text is not None and revision.changes_text and revision.text == text
    return is_same_text or bool(codes and revision.codes == codes)
