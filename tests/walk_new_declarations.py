"""Walks a copy of the project in which a code and a question are declared anew.

test_new_declarations.py runs it inside the copy, as
``python -m tests.walk_new_declarations FOLDER MEMBER_FILE OFFICIAL``. It writes into the
folder what each place says of them, as ``found.json``, and an export of release 5.1. The folder
OFFICIAL may hold the files of 5.1 as they were published; they are read and not imported.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment


def main(folder: Path, member_file: str, official: Path) -> None:
    """Declare, import, code, look everywhere, export."""
    call_command("makemigrations", "coding", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("import_dataset", member_file, as_is=True, stdout=sys.stderr)
    from coding.export import datasets

    datasets.formats_of = lambda level: ()  # CSV is enough here
    found = {**_in_the_record(folder), **_of_releases(), "official": _official(official)}
    (folder / "found.json").write_text(json.dumps(found))


def _in_the_record(folder: Path) -> dict[str, Any]:
    from coding.export.nightly import export
    from coding.models import Revision
    from tests.coded_sheets import joins, submit
    from tests.export.read_back import table
    from tests.factories import approve, draft, make_cast, make_sheet

    cast = make_cast()
    sheet = make_sheet(4766)
    members = draft(sheet, 4, None, by=cast.coder, codes=joins("370", "705"))
    approve(submit(members), by=cast.reviewer)
    client = Client()
    client.force_login(cast.coder)
    form = _page(client, "/sheets/4766/questions/35/")
    pending = submit(draft(sheet, 35, None, by=cast.coder, codes={"seat": 1}))
    client.force_login(cast.reviewer)
    review = _page(client, f"/review/{pending.pk}/")
    approve(pending, by=cast.reviewer)
    client.force_login(cast.coder)
    now = export(folder / "now").place
    export(folder / "released", release="5.1")
    return {
        "form": form,
        "review": review,
        "history": _page(client, f"/revisions/{pending.pk}/"),
        "sheet": _page(client, "/sheets/4766/"),
        "codebook": _page(client, "/codebook/"),
        "checked": _checked({"seat": 7}),
        "unlabelled": " ".join(_checked({"estmode": 0})),
        "comparison": _page(client, "/releases/compare/?from=5.1&to=now"),
        "members": (now / table(now)).read_text(),
        "phases": (now / table(now, "aph")).read_text(),
        "documents": (now / "datasets/codebook.html").read_text(),
        "package": (now / "datasets/datapackage.json").read_text(),
        "sheets": json.loads((now / "sheets.json").read_text()),
        "print": _page(client, "/sheets/4766/print.txt"),
        "dropped": _dropped(client),
        "wordings": [Revision(question=35, version=version).wording for version in ("5.0", "")],
    }


def _dropped(client: Client) -> dict[str, Any]:
    """What a coder reads and is offered of a choice that was dropped."""
    from tests.views.plain_browser import open_page

    has_it, has_it_not = (
        open_page(client, f"/sheets/{key}/questions/6/").options("estmode") for key in (4765, 4766)
    )
    sheet = _page(client, "/sheets/4765/")
    return {"sheet": sheet, "where approved": has_it, "elsewhere": has_it_not}


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def _checked(codes: dict[str, int | None]) -> list[str]:
    from coding.checks.facts import Facts
    from coding.checks.registry import run
    from coding.codebook.cells import Coding
    from coding.workflow.checking import current_reference

    facts = Facts(4766, 0, Coding(codes), current_reference())
    return [finding.found for finding in run(facts)]


def _of_releases() -> dict[str, Any]:
    from coding.models import Release
    from coding.sheets.parser import read_sheet

    older = Path("coding/sheets/samples/4235.txt")
    parsed = read_sheet(older.name, older.read_bytes())
    kept = Release.objects.get(label="5.1").kept_questionnaire
    return {
        "older print": [*parsed.answers],
        "repairs": [repair.what for repair in parsed.repairs],
        "kept": [*kept.by_name],
        "asked": {question.number: question.wording for question in kept.questions},
    }


def _official(folder: Path) -> dict[str, Any]:
    from coding.management.published_release import read_release

    members, dyads = folder / "atop5_1m.csv", folder / "atop5_1ddyr.csv"
    if not (members.exists() and dyads.exists()):
        return {}
    read = read_release(members, dyads, None)
    phases = read.release.phases if read.release else ()
    return {"problems": [str(problem) for problem in read.problems], "phases": len(phases)}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    setup_test_environment()
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
