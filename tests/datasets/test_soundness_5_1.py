"""Release 5.1 is sound, but for the one value that was published without a label."""

import pytest

from coding.datasets.every_file import derive
from coding.datasets.faults import FaultKind
from coding.datasets.soundness import faults_in
from coding.models.variables import BY_NAME
from tests.costly import on_the_gate
from tests.release_5_1 import RELEASE, listed_pairs, member_file

pytestmark = [pytest.mark.published, on_the_gate]  # test_soundness.py finds faults by day


def test_the_only_fault_of_release_5_1_is_refothio_of_4860_in_each_file_that_has_it() -> None:
    labels = {variable.name: variable.codes for variable in BY_NAME.values() if variable.codes}
    files = derive(member_file(), listed_pairs(), RELEASE)
    faults = list(faults_in(files, RELEASE.cut_off, labels))
    files = [f"atop5_1{level}{nna}" for nna in ("", "_NNA") for level in ("m", "aph", "a")]
    assert [fault.file for fault in faults] == files
    for fault in faults:
        told = (fault.kind, dict(fault.key)["atopid"], fault.column, fault.value)
        assert told == (FaultKind.CODE, 4860, "refothio", 2)
