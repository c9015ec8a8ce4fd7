"""Codes proposed from plain prose answers, each with its words; a person accepts or declines."""
