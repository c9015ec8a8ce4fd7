"""The benchmarks: this site beside plain Django admin and a bare view, in one run.

``python -m bench`` (or ``make bench``) makes fresh databases with the same answers, serves them
with gunicorn, and measures them turn by turn; ``--against PATH`` does so with the site of another
checkout. docs/benchmarks.md says what is compared with what; ``run.py`` is the way in.
"""
