"""Tests of coding/datasets/formats."""
