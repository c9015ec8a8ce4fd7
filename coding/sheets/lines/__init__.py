"""From lines as they were printed to paragraphs as they were written."""
