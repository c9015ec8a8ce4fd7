"""The security log: who signed in, was refused, got rights, published, imported, read drafts.

Each event is one line of JSON in the log and one row that nobody changes. The log listens to other
rooms, which do not import it.
"""
