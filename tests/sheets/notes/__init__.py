"""Revision notes in the forms in which people wrote them."""
