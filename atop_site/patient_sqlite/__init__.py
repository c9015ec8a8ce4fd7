"""A database engine: SQLite with a better way to wait for one's turn to write."""
