"""Lines as they were printed become paragraphs as they were written."""
