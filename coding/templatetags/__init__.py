"""Template filters and tags of the coding pages."""
