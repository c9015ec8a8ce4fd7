"""The export folder: what is approved, complete or absent, the same bytes for the same data.

This room reads approved rows only. ``record.py`` alone touches the models; the writers are pure
and see plain values, so a proposal that nobody approved cannot reach them. ``nightly.py`` is the
way in, ``folder.py`` keeps the promise that an export is complete or absent.
"""
