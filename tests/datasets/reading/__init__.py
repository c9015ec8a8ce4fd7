"""Tests of reading a published member-level file; nothing here needs a database."""
