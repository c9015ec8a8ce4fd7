"""Tests of coding/datasets."""
