"""Where the project stands: how far sheets are, who waits for whom, what happened when."""
