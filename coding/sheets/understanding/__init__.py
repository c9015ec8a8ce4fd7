"""What a page says, part by part: ``page.py`` takes the steps."""
