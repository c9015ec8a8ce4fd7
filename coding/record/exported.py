"""Whether the newest export is as it was written, and its end of the chain is in this chain."""

from collections.abc import Iterator
from pathlib import Path

from coding.export.manifest import first_fault, read_manifest
from coding.export.reports import Reporting
from coding.record.faults import Misfit


def head_of(folder: Path) -> str:
    """Return the hash of the chain's end that an export stored; "" if it has none."""
    try:
        return str(read_manifest(folder)["chain_head"] or "")
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # an older export, or a damaged one, which ``faults`` reports


def faults(folder: Path, progress: Reporting) -> Iterator[Misfit]:
    """Compare the files of an export with its manifest."""
    try:
        fault = first_fault(folder, progress)
    except (OSError, ValueError, KeyError, TypeError) as error:
        fault = f"its manifest cannot be read ({type(error).__name__})"
    if fault:
        yield Misfit(f"the export {folder.resolve()}", f"{fault}.", "as it was written")
