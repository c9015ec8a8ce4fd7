"""The page of two compared releases: numbers, codes that changed, sheet by sheet."""

from collections.abc import Iterable, Mapping
from typing import Any

from coding.codebook.cells import Coding, state_and_spell
from coding.codebook.sheet import FIRST_PHASE
from coding.codebook.variables import Variable
from coding.forms.release_compare import ReleaseComparison
from coding.history.codes_in_words import Names
from coding.history.compared_sides import ComparedPhase, Side
from coding.history.comparison import PAGE, Comparison, compare
from coding.history.comparison_words import in_words
from coding.models import Sheet
from coding.models.sheet import title_of
from coding.models.snapshots import snapshot
from coding.models.variables import BY_NAME, COLUMNS
from coding.pages.titled_sheets import titled
from coding.sheets.printing.from_record import names_of_states
from coding.workflow import rules


def compared(form: ReleaseComparison, old: Side, new: Side, *, user: Any) -> dict[str, Any]:
    """Return the page's context, all as of one moment.

    Readers of the record see the sheets' titles; others see names from the two sides' codes.
    """
    wanted, number = form.wanted, form.number
    with snapshot():
        comparison = compare(old, new, wanted, number)
        names = new.names or old.names or names_of_states()
        listed = in_words(comparison.listed, names, wanted.variable)
        shown = [] if rules.why_not_read(user) else listed
        sheets = _sheets(difference.phase.atop_id for difference in shown) if shown else {}
    return {
        "old": old,
        "new": new,
        "without_prose": [side for side in (old, new) if not side.has_prose],
        "comparison": comparison,
        "variables": _variables(comparison),
        "wanted": wanted,
        "listed": [
            (key, _sheet_of(key.phase, sheets), _title_of(key.phase, names)) for key in listed
        ],
        "first": (number - 1) * PAGE + 1,
        "last": (number - 1) * PAGE + len(listed),
        "before": number - 1,
        "after": number + 1 if number * PAGE < comparison.wanted else None,
    }


def _variables(comparison: Comparison) -> list[tuple[Variable, int]]:
    """Return the variables that changed, those with most cells first."""
    order = {name: place for place, name in enumerate(COLUMNS)}
    counted = sorted(
        comparison.variables.items(), key=lambda variable: (-variable[1], order[variable[0]])
    )
    return [(BY_NAME[name], count) for name, count in counted]


def _sheets(atop_ids: Iterable[int]) -> dict[tuple[int, int], Sheet]:
    """Return the sheets of these alliances with the columns of their titles; one or two queries."""
    sheets = titled(Sheet.objects.filter(atop_id__in=set(atop_ids)))
    return {(sheet.atop_id, sheet.phase): sheet for sheet in sheets}


def _sheet_of(phase: ComparedPhase, sheets: Mapping[tuple[int, int], Sheet]) -> Sheet | None:
    """Return the phase's sheet; an only phase equals the first of several."""
    number = phase.phase
    other = {0: FIRST_PHASE, FIRST_PHASE: 0}.get(number, number)
    return sheets.get((phase.atop_id, number)) or sheets.get((phase.atop_id, other))


def _title_of(phase: ComparedPhase, names: Names) -> str:
    """Return a phase's title by its codes: its members and the year of the first entry."""
    members = Coding.of(phase.cells).members
    states = sorted({state_and_spell(key)[0] for key in members})
    years = [year for codes in members.values() if (year := codes.get("yrent"))]
    return title_of([names.get(s, str(s)) for s in states], str(min(years, default="")))
