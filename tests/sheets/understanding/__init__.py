"""What a page says, and what is no part of its answers."""
