"""Sheets by sections as a grid, a page at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coding.codebook.still_to_do import Progress
from coding.models import Sheet
from coding.models.progress import progress_of, with_answered
from coding.models.questionnaire import BY_KEY, BY_NUMBER, SECTIONS, Section
from coding.models.revision import Status
from coding.models.section_stages import COUNTED, Stage, stage_of
from coding.pages.paging import cut_to_page
from coding.pages.sheet_list import sheets_after
from coding.pages.titled_sheets import titled
from coding.workflow.visibility import whole_record

PAGE = 25  # sheets of a page


@dataclass(frozen=True)
class GridRow:
    """One sheet: the state of each section, and the progress of codes and checks."""

    sheet: Sheet
    cells: list[tuple[Section, Stage]]
    progress: Progress
    checks: dict[str, int]  # findings by the keys of sections, at the last count


def load_grid(after: str) -> tuple[list[GridRow], str]:
    """Return the page of the grid after a sheet, and the sheet after which the next one starts."""
    sheets = with_answered(sheets_after(Sheet.objects.all(), after))[: PAGE + 1]
    joined = sheets.select_related("check_count", *BY_KEY)
    read = titled(joined, "usual_names", *COUNTED, "check_count__by_section")
    listed, last = cut_to_page(read, PAGE)
    return _rows(listed), last.key if last else ""


def _rows(sheets: Sequence[Sheet]) -> list[GridRow]:
    """Return the rows of some sheets; two queries."""
    progress, open_in = progress_of(sheets), _open_in(sheets)
    return [
        GridRow(sheet, _cells(sheet, open_in[sheet.pk]), progress[sheet.pk], _checks(sheet))
        for sheet in sheets
    ]


def _checks(sheet: Sheet) -> dict[str, int]:
    counted = getattr(sheet, "check_count", None)
    return counted.by_section if counted else {}


def _cells(sheet: Sheet, open_here: dict[Section, set[str]]) -> list[tuple[Section, Stage]]:
    cells = []
    for section in SECTIONS:
        statuses = open_here.get(section, set())
        in_review, row = Status.PENDING in statuses, getattr(sheet, section.key)
        cells.append((section, stage_of(section, row, in_review=in_review, is_open=bool(statuses))))
    return cells


def _open_in(sheets: Iterable[Sheet]) -> dict[int, dict[Section, set[str]]]:
    """Return the sections with open changes of each sheet, without their content."""
    open_in: dict[int, dict[Section, set[str]]] = defaultdict(lambda: defaultdict(set))
    standing = whole_record().standing().filter(sheet__in=[sheet.pk for sheet in sheets]).order_by()
    for pk, number, status in standing.values_list("sheet_id", "question", "status"):
        open_in[pk][BY_NUMBER[number].section].add(status)
    return open_in
