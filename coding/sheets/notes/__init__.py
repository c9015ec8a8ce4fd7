"""Revision notes: Version 4.0: Q14 revised by NAME on DATE."""
