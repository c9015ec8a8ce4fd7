"""A project of its own to compare with: the same answers in plain Django admin, and a bare view."""
