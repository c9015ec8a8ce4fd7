"""Tests of coding/datasets/documents."""
