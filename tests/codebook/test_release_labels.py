"""Releases stand in the order of their numbers, not of their letters."""

import pytest

from coding.codebook.release_labels import comes_after, sort_key


def test_ten_comes_after_nine() -> None:
    labels = ["10.0", "9.1", "9.0", "5.1", "5.0 beta", "5.0"]
    assert sorted(labels, key=sort_key) == ["5.0", "5.0 beta", "5.1", "9.0", "9.1", "10.0"]


@pytest.mark.parametrize(
    ("label", "other", "is_after"),
    [("10.0", "9.0", True), ("9.0", "10.0", False), ("5.1", "5.1", False)],
)
def test_a_label_comes_after_a_lower_one_only(label, other, is_after) -> None:
    assert comes_after(label, other) is is_after
