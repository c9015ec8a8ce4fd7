"""Tests of coding/checks."""
