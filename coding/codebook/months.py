"""The months as people write them: by number, name or abbreviation."""

from calendar import month_name

_BY_NAME = {form.casefold(): n for n, name in enumerate(month_name) for form in (name, name[:3])}
_BY_NAME["sept"] = 9


def month_number(text: str) -> int:
    """Return the number of a month; 0 if the text names none."""
    return int(text) if text.isdecimal() else _BY_NAME.get(text.casefold(), 0)
