"""The codebook in plain Python."""
