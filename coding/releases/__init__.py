"""Releases as a whole: the gate, freezing, downloads, and the comparison of two."""
