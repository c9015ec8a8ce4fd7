"""Reading PDF files: ``reader.py`` takes the steps."""
