"""Django management, by its own layout."""
