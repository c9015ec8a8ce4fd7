"""Where the questions are found."""
