"""Who may sign in: passwords, second factors, sessions, limits.

None of this is part of the record; only this room writes it.
"""
