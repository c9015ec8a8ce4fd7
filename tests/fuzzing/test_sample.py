"""A sample of the cases, always the same; ``make fuzz`` tries as many as there is time for."""

import pytest

from tests.costly import once_on_the_gate
from tests.fuzzing.cases import case_of
from tests.fuzzing.running import failures
from tests.fuzzing.world import build

SEED, CASES = 20, 150


@once_on_the_gate
@pytest.mark.django_db
def test_a_sample_of_odd_requests_breaks_no_page(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path
    world = build()
    assert {case_of(world, SEED, n).who for n in range(CASES)} == set(world.browsers)
    found = filter(None, failures(world, SEED, iter(range(CASES))))
    assert [f"{fault.case}\n{fault.what}" for fault in found] == []
