"""Plain Django with the same answers: admin as one would register it, and bare views."""
