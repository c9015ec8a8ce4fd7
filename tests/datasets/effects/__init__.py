"""Tests of coding/datasets/effects."""
