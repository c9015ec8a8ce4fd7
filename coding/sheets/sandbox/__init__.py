"""Each file is read in a process of its own, with limits: a bad file harms nothing else."""
