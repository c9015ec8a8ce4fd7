"""Releases as a whole: the gate before a freeze, downloads, comparison of two."""
