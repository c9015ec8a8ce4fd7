"""The checks: rules that the codes and answers of one sheet keep. Pure; no database, no Django.

``registry`` lists all rules in order, one module per theme declares them, ``facts`` is what they
are told, and ``running`` is the way in.
"""
