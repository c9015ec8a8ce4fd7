"""From a file's bytes to the lines of a document: ``readers.py`` takes the steps."""
