"""The ATOP coding site: coding sheets, their review, their history, their export."""
