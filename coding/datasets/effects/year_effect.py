"""The changes in a year file: years of states and pairs, compared as bits of whole numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from coding.codebook.variables import Variable
from coding.datasets.columns import columns_of
from coding.datasets.effects.file_effect import MOST_EXAMPLES, FileEffect, Key, NamedRows
from coding.datasets.release import DatasetRelease, Level
from coding.datasets.years import Pair, YearRun, Years, most_alliances, year_bits

Bound = TypeVar("Bound", bound=int | Pair)  # a state or a pair
RunsOf = Callable[[Sequence[Years[Bound]], int, DatasetRelease], Iterable[YearRun]]


def years_that_differ(
    level: Level,
    both: Sequence[Sequence[Years[Bound]]],
    runs_of: RunsOf[Bound],
    release: DatasetRelease,
    *,
    is_nna: bool,
) -> FileEffect:
    """Return the changes in a year file where ``both`` are the years before and after."""
    width = max(map(most_alliances, both))
    columns = columns_of(level, release, width)
    before, after = (_Content(runs_of(years, width, release)) for years in both)
    effect = FileEffect.of(level, release, is_nna=is_nna)
    for key in sorted(before.years.keys() | after.years.keys()):
        were, are = before.years.get(key, 0), after.years.get(key, 0)
        same = sum(
            years & after.cells[key].get(cells, 0)
            for cells, years in before.cells.get(key, {}).items()
        )
        name = {columns[0].name: key}
        effect.added += _name_years(effect.which_added, name, are & ~were)
        effect.gone += _name_years(effect.which_gone, name, were & ~are)
        differ = were & are & ~same
        effect.changed += _name_years(effect.which_changed, name, differ)
        if differ and len(effect.examples) < MOST_EXAMPLES:
            _show_years(effect, columns, key, differ, before, after)
    return effect


def _name_years(which: NamedRows, name: Mapping[str, int], years: int) -> int:
    """Name rows of a state or pair by their years; return the number of rows."""
    for first, last in _ranges(years):
        which.add({**name, "year": str(first) if first == last else f"{first}-{last}"})
    return years.bit_count()


def _ranges(years: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last of consecutive years."""
    while years:
        first = (years & -years).bit_length() - 1
        length = (~(years >> first) & (years >> first) + 1).bit_length() - 1
        yield first, first + length - 1
        years &= ~year_bits(first, first + length - 1)


class _Content:
    """The rows of a year file by key and content, with their years as bits."""

    def __init__(self, runs: Iterable[YearRun]) -> None:
        self.years: dict[int, int] = defaultdict(int)
        self.cells: dict[int, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
        for key, first, last, cells in runs:
            years = year_bits(first, last)
            self.years[key] |= years
            self.cells[key][cells] |= years

    def row(self, key: int, year: int) -> Key:
        cells = next(cells for cells, years in self.cells[key].items() if years >> year & 1)
        return key, year, *cells


def _show_years(
    effect: FileEffect,
    columns: Sequence[Variable],
    key: int,
    differ: int,
    before: _Content,
    after: _Content,
) -> None:
    """Show examples from the first year of each stretch whose old content was the same."""
    for years in list(before.cells[key].values()):
        if here := differ & years:
            year = (here & -here).bit_length() - 1
            was, now = (
                {
                    column.name: cell
                    for column, cell in zip(columns, side.row(key, year), strict=True)
                }
                for side in (before, after)
            )
            name = {column.name: now[column.name] for column in columns[:2]}
            effect.show(name, {column.name: column for column in columns}, was, now)
