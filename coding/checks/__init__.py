"""Rules that the codes and answers of one sheet must keep. Plain Python: no database, no Django.

``registry`` lists all rules in order and runs them. Each module declares the rules of one theme,
which read a sheet's ``facts``.
"""
