#!/usr/bin/env python
"""Django's command line for the ATOP coding site."""

import os
import signal
import sys

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from coding.outages import message_for_operator


def _tell(arguments: list[str], ended: str) -> None:
    """Tell the security log, where the site could be set up at all."""
    if apps.ready:
        from coding.security.commands import tell_of_command

        tell_of_command(arguments, ended)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atop_site.settings")
    ended = "failed"
    try:
        execute_from_command_line(sys.argv)
        ended = "ended"
        sys.stdout.flush()
    except SystemExit as left:
        ended = ended if left.code else ""  # help was asked for, or the version: nothing was done
        raise
    except BrokenPipeError:  # who read the output has gone, as “| head” does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")
    except Exception as error:
        said = message_for_operator(error)
        if said is None or "--traceback" in sys.argv:
            raise
        sys.exit(said)
    finally:
        if ended:
            _tell(sys.argv, ended)
