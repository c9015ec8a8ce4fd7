"""Plain forms: they convert what was sent into Python values and never save."""
