"""Each file is read in a process of its own, with limits: a bad one costs only itself."""
