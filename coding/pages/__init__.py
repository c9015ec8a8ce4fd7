"""Builds what a page shows for its template, from models, history and rules; no request."""
