"""What people tell each other about sheets. Nothing of it is an answer or leaves with an export."""
