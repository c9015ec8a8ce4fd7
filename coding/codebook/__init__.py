"""The codebook in plain Python, without Django: what a code is, and what follows from codes."""
