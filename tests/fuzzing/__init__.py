"""Requests as nobody would send them, over every address, form and role: no 500, and no hang.

``make fuzz CASES=100000`` tries many; each case follows from a seed and its number alone, so it can
be tried again.
"""
