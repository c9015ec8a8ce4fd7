"""The project's progress: how far sheets are, who waits for whom, what happened when."""
