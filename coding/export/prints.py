"""Write the printed sheets: one file per sheet and form of print.

Making PDFs takes most of an export's time. If a sheet's text print is the same as in the export
before, its other files are reused. The text print contains everything in the other forms: answers,
revision notes, codes. Sheets that have to be printed again are printed by several processes, while
the export goes on with other files; a few sheets are printed sooner than a process has started.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from coding.codebook.sheet import key_of
from coding.export.output import ExportedFile, Output
from coding.export.reports import Reporting
from coding.export.reused_files import EarlierExport
from coding.export.workers import Ask, Workers
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.printable import PrintableSheet

FOLDER = "sheets"
TEXT = "txt"
FEW = 40
AT_ONCE = 10  # sheets sent to a process together

Order = tuple[PrintableSheet, list[str]]  # a sheet, and the forms to print


class Begun(NamedTuple):
    """Sheets that are being printed; ``files`` waits for them."""

    sheets: int
    files: Callable[[], list[ExportedFile]]


def begin_prints(
    output: Output, sheets: Iterable[PrintableSheet], before: EarlierExport, workers: Workers
) -> list[Begun]:
    """Write all texts, reuse unchanged files, and start printing the rest in other processes."""
    orders = _orders(output, sheets, before)
    few = list(islice(orders, FEW))
    more = list(islice(orders, 1))
    ask: Ask = workers.ask if more else partial
    portions = _portions(chain(few, more, orders))
    return [Begun(len(some), ask(_printed, output.root, some)) for some in portions]


def write_prints(output: Output, begun: list[Begun], progress: Reporting) -> None:
    """Add the printed files once they are finished."""
    done, total = 0, sum(printing.sheets for printing in begun)
    for printing in begun:
        output.entries += printing.files()
        done += printing.sheets
        progress("printed sheets", done, total)


def _orders(
    output: Output, sheets: Iterable[PrintableSheet], before: EarlierExport
) -> Iterator[Order]:
    for sheet in sheets:
        text = output.add(_name(sheet, TEXT), FORMS[TEXT].make(sheet))
        is_same = before.is_alike and before.files.get(text.name) == text
        others = (form for form in FORMS if form != TEXT)
        wanted = [
            form for form in others if not (is_same and before.give(_name(sheet, form), output))
        ]
        if wanted:
            yield sheet, wanted


def _portions(orders: Iterable[Order]) -> Iterator[list[Order]]:
    orders = iter(orders)
    while portion := list(islice(orders, AT_ONCE)):
        yield portion


def _printed(root: Path, orders: list[Order]) -> list[ExportedFile]:
    """Print sheets into the folder; also called in other processes."""
    output = Output(root)
    for sheet, forms in orders:
        for form in forms:
            output.add(_name(sheet, form), FORMS[form].make(sheet))
    return output.entries


def _name(sheet: PrintableSheet, form: str) -> str:
    return f"{FOLDER}/{key_of(sheet.atop_id, sheet.phase)}.{form}"
