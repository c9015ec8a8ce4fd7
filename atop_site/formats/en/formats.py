"""Dates and times as the site's own pages write them; a time names its zone."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i T"
