"""The hash of all inputs of an export of the record: values as they are read, no times.

Two exports with the same hash, by the same software, have the same files. A new input of some file
has to be added here. What a release says was frozen with it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from itertools import chain
from typing import Any

from coding.codebook.sheet import CodedPhase
from coding.export.scope import ExportScope
from coding.sheets.printing.printable import PrintableSheet

# Fields of the scope that may change without the files, or that enter the hash in another way.
_LEFT_OUT = ("head", "data_as_of", "said_on", "questionnaire", "held")


def fingerprint(
    scope: ExportScope,
    alliances: Iterable[list[CodedPhase]],
    sheets: Iterable[PrintableSheet],
    *more: Iterable[Any],
) -> str:
    """Return the hash of a scope, all codes, all answers and notes, and more values."""
    hashed = hashlib.sha256()
    for value in chain(_of_scope(scope), _of_codes(alliances), map(_of_sheet, sheets), *more):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
        hashed.update(text.encode("utf-8", "surrogatepass"))
        hashed.update(b"\n")
    return hashed.hexdigest()


def _of_scope(scope: ExportScope) -> Iterator[Any]:
    data = {field.name: getattr(scope, field.name) for field in fields(scope)}
    yield {name: value for name, value in data.items() if name not in _LEFT_OUT}
    yield scope.version, scope.day
    yield [asdict(alliance) for alliance in scope.held.alliances.values()]


def _of_codes(alliances: Iterable[list[CodedPhase]]) -> Iterator[Any]:
    for phase in chain.from_iterable(alliances):
        yield phase.atop_id, phase.phase, phase.coding.cells, phase.flags


def _of_sheet(sheet: PrintableSheet) -> Any:
    return sheet.atop_id, sheet.phase, sheet.answers, sheet.notes, dict(sheet.wordings)
