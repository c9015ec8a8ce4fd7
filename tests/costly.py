"""What takes long: by day less of it is tried, and all on the gate."""

import pytest
from hypothesis import settings

IS_GATE = settings.default.derandomize

# Properties of which one example takes long.
costly = settings(max_examples=50 if IS_GATE else 8)

# Tests of everything there is, each way of which a quick test goes, too.
on_the_gate = pytest.mark.skipif(
    not IS_GATE, reason="It takes long: the gate runs it, and --hypothesis-profile=gate."
)
