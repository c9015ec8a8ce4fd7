"""Tests of the printed sheets, in and out; nothing here needs a database."""
