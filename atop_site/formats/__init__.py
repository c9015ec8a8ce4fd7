"""How dates and times are written in Django admin, in place of Django's own forms."""
