"""What people tell each other about sheets. None of it is an answer or part of an export."""
