"""The security log: who came in, was refused, got rights, published, imported, read drafts.

Each event is one line of JSON in the log and one row that nobody changes. It listens to what other
rooms tell; they do not know of it.
"""
