"""Reference data in files: our own tables of states and wars, and the official lists. No Django."""
