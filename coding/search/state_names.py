"""Which states a name may mean: names of the lists, abbreviations, former and other usual names."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from coding.models.reference import read_lists
from coding.reference.usual_names import names_of_states
from coding.search.words import folded_words

MOST_WORDS = 7  # of a name
SHORTEST_BEGINNING = 4  # letters
# Abbreviations that are words as well: they mean the state in capitals only.
_WORDS_AS_WELL = frozenset(
    ("and", "bad", "bah", "bar", "can", "cap", "for", "ice", "les", "mad", "may", "mon")
) | {"net", "new", "nor", "pal", "pan", "par", "per", "pol", "sal", "sin", "us"}

Name = tuple[str, ...]  # folded words


class StateNames:
    """What states are called, as people may type it."""

    def __init__(self, states: Sequence[tuple[int, str, str]]) -> None:
        self.names = {code: name for code, _, name in states}
        self._meant: dict[Name, set[int]] = defaultdict(set)
        others = names_of_states()
        for code, abbreviation, name in states:
            for text in (name, abbreviation, *others.get(code, ())):
                self._meant[tuple(folded_words(text))].add(code)
        self._meant.pop((), None)

    def meant(self, words: Sequence[str], typed: str) -> frozenset[int]:
        """Return the states that the folded words may mean; none if they are no name."""
        if len(words) == 1 and words[0] in _WORDS_AS_WELL and not typed.isupper():
            return frozenset()
        is_dotted = len(words) > 1 and all(len(word) == 1 for word in words)  # "U.A.E."
        name = ("".join(words),) if is_dotted else tuple(words)
        return frozenset(self._meant.get(name, ()))

    def begun(self, word: str) -> frozenset[int]:
        """Return the states whose listed name begins with this part of a word: "bela"."""
        if len(word) < SHORTEST_BEGINNING:
            return frozenset()
        names = ((code, folded_words(name)[0]) for code, name in self.names.items())
        return frozenset(code for code, first in names if first != word and first.startswith(word))

    def named(self, members: Iterable[tuple[str, str]]) -> set[int]:
        """Return the states of printed members, given each name and its line."""
        states: set[int] = set()
        for name, line in members:
            meant = self.meant(folded_words(name), name.upper())
            numbers = {
                int(word) for word in folded_words(line) if word.isdecimal() and len(word) < 5
            }
            states |= (meant & numbers) or meant or (numbers & self.names.keys())
        return states

    def in_words(self, states: frozenset[int]) -> str:
        """Return how states are called in the lists: "Russia (365)"."""
        return " or ".join(f"{self.names[code]} ({code})" for code in sorted(states))


def state_names() -> StateNames:
    """Return the names of the states in the lists; one query where they were read before."""
    states = read_lists().states
    return _built(tuple((state.code, state.abbreviation, state.name) for state in states.values()))


def state_named(name: str) -> frozenset[int]:
    """Return the states that are called so, or have this COW country code."""
    known = state_names()
    if name.isdecimal() and len(name) < 5:
        return frozenset({int(name)} & known.names.keys())
    return known.meant(folded_words(name), name.upper())


@lru_cache(4)
def _built(states: tuple[tuple[int, str, str], ...]) -> StateNames:
    return StateNames(states)
