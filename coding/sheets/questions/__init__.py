"""Where the questions stand on a page, and whether all are there."""
