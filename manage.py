#!/usr/bin/env python
"""Django's command line for the ATOP coding site."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from coding.outages import on_one_line, outage_of

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atop_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")
    except Exception as error:
        outage = outage_of(error)
        if outage is None or "--traceback" in sys.argv:
            raise
        sys.exit(f"{outage.sentence} ({on_one_line(error)})")
