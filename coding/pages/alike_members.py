"""Groups members of a large alliance with the same codes at a question into one line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.pages.code_boxes import CodeBox


@dataclass(frozen=True)
class Alike:
    """The largest group of members with the same codes: their keys, and the first one's boxes."""

    keys: tuple[str, ...]
    boxes: Sequence[CodeBox]

    @classmethod
    def among(cls, boxes_by_member: Mapping[str, Sequence[CodeBox]]) -> "Alike":
        """Return the largest group whose typed and approved codes are the same."""
        by_codes: dict[tuple[tuple[str, int | None], ...], list[str]] = defaultdict(list)
        for key, boxes in boxes_by_member.items():
            by_codes[tuple((box.text, box.approved) for box in boxes)].append(key)
        keys = max(by_codes.values(), key=len)
        return cls(tuple(keys), boxes_by_member[keys[0]])

    @property
    def by_variable(self) -> dict[str, CodeBox]:
        return {box.variable.name: box for box in self.boxes}

    @property
    def sent(self) -> str:
        """The keys as the page sends them back."""
        return " ".join(self.keys)
