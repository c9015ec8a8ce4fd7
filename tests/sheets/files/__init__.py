"""Files of every kind, as people make them."""
