"""Who may come in: signing in and out, passwords, second factors, browsers that are signed in.

Nothing of it is part of the record; only this room writes it.
"""
