"""Codes suggested by plain prose answers, each with its words; a person accepts or declines."""
