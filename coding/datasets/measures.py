"""File atopinst: how institutionalized the agreement of each phase is, after Leeds and Anac.

Rules (reference 5.7): Leeds, Brett Ashley and Sezi Anac (2005), Alliance Institutionalization and
Alliance Performance, International Interactions 31: 183-202. Missing codes are treated as there,
which reproduces every published value: a missing code meets no condition. A code not given yet is
not missing: a measure that it could change is empty.
"""

from collections.abc import Iterator, Mapping, Sequence, Set

from coding.datasets.phase import Record, Values, phase_number
from coding.datasets.release import DatasetRelease

MeasureCodes = Mapping[str, int | None]

_HIGH = ("milcon", "intcom", "base")
_MILITARY = (*_HIGH, "milaid", "subord", "contrib", "orgpurp1", "orgpurp2")
_FORMALITY = ("estmode", "pubsecr", "organ1", "organ2")
MADE_OF = {"milinst": _MILITARY, "formal": _FORMALITY}
_MILITARY_PURPOSE = (1, 4)
_ORGANIZATION = (2, 3)


def measure_rows(phases: Sequence[Record], release: DatasetRelease) -> Iterator[Values]:
    for phase in phases:
        measures = milinst(phase.codes, phase.uncoded), formal(phase.codes, phase.uncoded)
        yield phase.atopid, phase_number(phase), *measures, release.label


def milinst(codes: MeasureCodes, uncoded: Set[str] = frozenset()) -> int | None:
    """Return the military institutionalization, 0 to 2; None where all its codes are missing."""
    if _all_missing(codes, *_MILITARY):
        return None
    if codes["milcon"] == 3 or codes["intcom"] == 1 or (codes["base"] or 0) > 0:
        return 2
    if not uncoded.isdisjoint(_HIGH):
        return None
    is_moderate = (
        codes["milcon"] == 2
        or codes["milaid"] in (3, 4)
        or (codes["subord"] or 0) > 0
        or codes["contrib"] == 1
        or codes["orgpurp1"] in _MILITARY_PURPOSE
        or codes["orgpurp2"] in _MILITARY_PURPOSE
    )
    return 1 if is_moderate else 0 if uncoded.isdisjoint(_MILITARY) else None


def formal(codes: MeasureCodes, uncoded: Set[str] = frozenset()) -> int | None:
    """Return the formality, 0 to 2: a public treaty, and a named or stand-alone organization.

    None if both are unknown, or a code is not given yet. If one of the two is unknown the measure
    is 0, whatever the other is (observed in 5.1: 8 public treaties whose organization is unknown).
    """
    if not uncoded.isdisjoint(_FORMALITY):
        return None
    knows_treaty = not _all_missing(codes, "estmode", "pubsecr")
    knows_organization = not _all_missing(codes, "organ1", "organ2")
    if not (knows_treaty and knows_organization):
        return 0 if knows_treaty or knows_organization else None
    is_public_treaty = codes["estmode"] == 1 and codes["pubsecr"] != 2
    has_organization = codes["organ1"] in _ORGANIZATION or codes["organ2"] in _ORGANIZATION
    return is_public_treaty + has_organization


def _all_missing(codes: MeasureCodes, *names: str) -> bool:
    return all(codes[name] is None for name in names)
