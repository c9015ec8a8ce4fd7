"""The benchmarks: this site beside plain Django admin and a bare view, in one run.

``python -m bench`` (or ``make bench``) makes fresh databases with the same generated answers,
serves both with gunicorn, and measures them turn by turn. docs/benchmarks.md says what is
compared with what; ``run.py`` is the way in and reads like the table of contents.
"""
