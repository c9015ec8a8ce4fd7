"""Word files in: from the parts of a package to lines, and to a list of what is in none of them."""
