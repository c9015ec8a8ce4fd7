"""Properties of which one example takes long: on the gate they are tried with fewer."""

from hypothesis import settings

costly = settings(max_examples=min(settings.default.max_examples, 50))
