"""The dataset files, in and out: pure functions over plain rows, without Django or the record."""
