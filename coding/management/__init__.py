"""The site's commands, and what they share."""
