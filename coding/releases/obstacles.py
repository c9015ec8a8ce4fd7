"""What stands in the way of a freeze, and where to correct it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MOST_NAMED = 30  # obstacles listed per check: nobody would read them all


@dataclass(frozen=True)
class Obstacle:
    """One obstacle, and where to fix it.

    ``sheet`` is a sheet's key, or "" if the obstacle is elsewhere. ``question`` is one of its
    questions, ``cell`` a code that is entered there, ``revision`` the id of a pending revision,
    ``thread`` that of an unresolved thread. ``places`` are several questions with a cell each, if
    more than one code is missing.
    """

    text: str
    sheet: str = ""
    question: int | None = None
    revision: int | None = None
    cell: str = ""
    thread: int | None = None
    places: tuple[tuple[int, str], ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Obstacle":
        places = tuple((int(question), str(cell)) for question, cell in data["places"])
        return cls(**{**data, "places": places})


@dataclass(frozen=True)
class Check:
    """A condition with the first obstacles; ``more`` counts the others."""

    title: str
    obstacles: list[Obstacle]
    more: int = 0

    @classmethod
    def of(cls, title: str, obstacles: Iterable[Obstacle]) -> "Check":
        every = list(obstacles)
        return cls(title, every[:MOST_NAMED], max(0, len(every) - MOST_NAMED))

    @property
    def holds(self) -> bool:
        return not self.obstacles

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Check":
        obstacles = [Obstacle.from_json(obstacle) for obstacle in data["obstacles"]]
        return cls(data["title"], obstacles, data["more"])
