"""The record proves itself."""
