"""What an admin sends about the annotations of a coding rule."""

from dataclasses import dataclass

from django.http import QueryDict

from coding.codebook.text import as_typed
from coding.forms.places_in_lists import read_id


@dataclass(frozen=True)
class AnnotationSent:
    """A new annotation, a new text for an existing one, or a request to end one."""

    text: str
    replaces: int | None
    ends: bool

    @classmethod
    def of(cls, sent: QueryDict) -> "AnnotationSent":
        named = sent.get("replaces")
        replaces = None if named is None else read_id(named) or 0  # 0 matches no row
        return cls(as_typed(sent.get("text", "")), replaces, sent.get("action") == "end")
