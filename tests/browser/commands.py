"""Runs management commands of a site, one after the other: a process of its own takes seconds.

Each line that comes in is a command with its arguments, each that goes out what it printed.
"""

import json
import sys
from contextlib import redirect_stdout
from io import StringIO

import django
from django.core.management import call_command
from django.db import connections


def main() -> None:
    answers = sys.stdout
    for line in sys.stdin:
        output = StringIO()
        with redirect_stdout(output):
            call_command(*json.loads(line))
        connections.close_all()
        print(json.dumps(output.getvalue()), file=answers, flush=True)


if __name__ == "__main__":
    django.setup()
    main()
