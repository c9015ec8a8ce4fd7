"""What a codebook says of a variable: its values, what they mean, and how often each occurs.

The site's page, docs/codebook.md and the documents of a release are all made of these entries.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coding.codebook.variables import Variable

_SCOPES = {"A": "alliance", "M": "each member", "P": "each pair of members", "R": "release"}


@dataclass(frozen=True)
class Tally:
    """How often the values of one variable occur, in the rows of a file or in phases.

    ``counts`` maps each value to its rows; it is empty where there are too many values to list.
    ``given`` rows have a number from ``least`` to ``most``, or a text, which has no such range. The
    value cannot be known in ``missing`` rows, and is not coded yet in ``uncoded`` ones.
    """

    counts: Mapping[Any, int]
    given: int
    missing: int
    least: int | float | None
    most: int | float | None
    uncoded: int = 0


Tallies = Sequence[Tally | None]  # None where the data lack the variable


@dataclass(frozen=True)
class ValueLine:
    """A value or a range of values, what it means, and how often it occurs in each tally.

    ``is_declared`` is True for labelled codes and for a value that may be missing, False for what
    was only found in the data.
    """

    value: str
    meaning: str
    counts: tuple[int | None, ...]
    is_declared: bool = True

    @property
    def shown(self) -> tuple[str, ...]:
        """The counts as people read them; "" where the data lack the variable."""
        return tuple("" if count is None else f"{count:,}" for count in self.counts)


@dataclass(frozen=True)
class CodebookEntry:
    """One variable as a codebook describes it; ``counted_in`` names the data of each count."""

    name: str
    label: str
    variable: Variable
    counted_in: tuple[str, ...]
    values: tuple[ValueLine, ...]

    @property
    def anchor(self) -> str:
        """The entry's anchor on a page; the five obligations exist for pairs as well."""
        name = self.variable.name
        return f"{name}-pair" if self.variable.scope == "P" else name

    @property
    def scope(self) -> str:
        """What a value describes, and whether it is derived."""
        scope = _SCOPES[self.variable.scope]
        is_derived = not self.variable.is_coded and self.variable.scope != "R"
        return f"{scope}, derived" if is_derived else scope


def value_lines(
    variable: Variable, tallies: Tallies, *, is_zero_apart: bool = False
) -> Iterator[ValueLine]:
    """Yield a line for each labelled code, or for the range of a quantity; then what is missing.

    With ``is_zero_apart``, zero has a line of its own. The range of a quantity then begins above 0
    and gives the number of different values, and the tallies' ``given`` does not count zeros.
    """
    if variable.codes:
        yield from labelled_lines(variable, tallies)
    else:
        yield from _quantity_lines(variable, tallies, is_zero_apart)
    missing = _counts(tallies, lambda tally: tally.missing)
    if variable.missing or any(missing):
        yield ValueLine("missing", variable.missing, missing, bool(variable.missing))
    uncoded = _counts(tallies, lambda tally: tally.uncoded)
    if any(uncoded):
        yield ValueLine("not coded yet", "", uncoded, is_declared=False)


def labelled_lines(variable: Variable, tallies: Tallies) -> Iterator[ValueLine]:
    """Yield a line for each labelled code, and for each value that has no label."""
    for value in sorted({*variable.codes, *_values_found(tallies)}):
        label = variable.labels.get(value, "has no label")
        yield ValueLine(str(value), label, _rows_of(value, tallies), value in variable.labels)


def _quantity_lines(
    variable: Variable, tallies: Tallies, is_zero_apart: bool
) -> Iterator[ValueLine]:
    words = [f"in {variable.unit}"] if variable.unit else []
    if is_zero_apart:
        words.insert(0, f"{len(_values_found(tallies) - {0}):,} different values")
        zero = _rows_of(0, tallies)
        if any(zero):
            meaning = "has not happened" if variable.kind.is_date else "none"
            yield ValueLine("0", meaning, zero, is_declared=False)
    given = _counts(tallies, lambda tally: tally.given)
    if any(given):
        yield ValueLine(_range(tallies), ", ".join(words), given, is_declared=False)


def _range(tallies: Tallies) -> str:
    least = [tally.least for tally in tallies if tally and tally.least is not None]
    most = [tally.most for tally in tallies if tally and tally.most is not None]
    if not (least and most):
        return ", ".join(dict.fromkeys(str(v) for tally in tallies if tally for v in tally.counts))
    return "–".join(dict.fromkeys((str(min(least)), str(max(most)))))


def _values_found(tallies: Tallies) -> set[Any]:
    return {value for tally in tallies if tally for value in tally.counts}


def _rows_of(value: int, tallies: Tallies) -> tuple[int | None, ...]:
    return _counts(tallies, lambda tally: tally.counts.get(value, 0))


def _counts(tallies: Tallies, rows: Callable[[Tally], int]) -> tuple[int | None, ...]:
    return tuple(rows(tally) if tally else None for tally in tallies)
