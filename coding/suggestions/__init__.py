"""Codes that plain prose answers suggest, with the words they rest on; a person decides."""
