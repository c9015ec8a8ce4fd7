"""What changed codes do to the dataset files: rows that come, go and differ, and what is lost."""
