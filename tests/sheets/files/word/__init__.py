"""Word files in, as people make them."""
