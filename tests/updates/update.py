"""Updates a site: migrates its database, verifies it, exports it.

test_updates.py runs it as ``python -m tests.updates.update FOLDER``.
"""

import gc
import os
import sys

import django
from django.core.management import call_command


def main(folder: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("verify")
    _leave_out_what_nobody_compares()
    call_command("nightly_export", "--output", folder)


def _leave_out_what_nobody_compares() -> None:
    from coding.export import datasets
    from coding.sheets.printing.forms import FORMS

    every = datasets.documents
    datasets.documents = lambda *given, **more: [next(iter(every(*given, **more)))]  # the README
    datasets.formats_of = lambda level: ()  # but CSV
    for form in ("docx", "pdf"):
        del FORMS[form]


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    gc.disable()  # each migration makes all models anew: looking for garbage takes a fifth longer
    main(sys.argv[1])
