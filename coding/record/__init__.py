"""Proves that the record is whole: every row follows from the chain and from the steps taken.

It reads only. ``verification.py`` runs all parts; each part is a module that yields what does not
fit. docs/verify.md says what is compared with what, and what is not.
"""
