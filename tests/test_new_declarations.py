"""A code and a question that are declared, and nothing else: every place has them, 5.1 has not.

One walk through a copy of the project serves all tests here; see walk_new_declarations.py. It
begins with a copy of the migrated test database, and makes and runs its own migration alone.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from coding.dated_folders import stamped
from coding.export import datasets
from coding.export.nightly import export
from tests.costly import on_the_gate
from tests.given_files import GIVEN, reference
from tests.member_files import BELARUS, RUSSIA, alliance, write_member_file

pytestmark = [
    pytest.mark.django_db,  # the walk begins with a copy of the tests' own database
    pytest.mark.xdist_group("new declarations"),  # one walk, on one worker
    on_the_gate,
]
ROOT = Path(__file__).resolve().parent.parent
COPIED = ("atop_site", "coding", "tests", "templates", "static")
NEW_CODE = """    seat = Code(
        "seat of the first organization",
        35,
        codes={0: "none named", 1: "in a member state"},
        missing=NO_TEXT,
    )
    bases = YesNo("""
NEW_QUESTION = """    language = Line(62, "Language of the text:", label="Language", since="6.0")

    class Meta("""
OLD_CODES = """codes={0: "non-treaty (notes, executive agreement, ...)", 1: "treaty"},"""
NEW_CODES = """codes={1: "treaty", 2: "notes", 3: "executive agreement"},
        formerly={"5.1": {0: "non-treaty (notes, executive agreement, ...)", 1: "treaty"}},"""
OFFICIAL = "data/atop-5.1"
OLD_WORDING = "Does the treaty establish any organizations? (include provisions for regularly "
NEW_WORDING = """"Does the treaty set up any organizations?",
        formerly={
            "5.1": "Does the treaty establish any organizations? (include provisions for "
            "regularly scheduled meetings) (Yes, No) If Yes, describe."
        },
        label="Organizations","""


@pytest.fixture(scope="module")
def member_file(tmp_path_factory):
    """Release 5.1 in small."""
    folder = tmp_path_factory.mktemp("published")
    return write_member_file(folder, alliance(4765, RUSSIA, BELARUS, nonagg=1, consul=1))


@pytest.fixture(scope="module")
def walked(django_db_setup, tmp_path_factory, member_file):
    """The folder into which the copy wrote what it found."""
    if django_db_setup is None:
        pytest.skip("The walk keeps its data in a file: it runs with SQLite.")
    copy = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    models = copy / "coding" / "models"
    _edit(models / "institutionalization.py", "    bases = YesNo(", NEW_CODE)
    _edit(models / "institutionalization.py", _asked_at_35(models), NEW_WORDING)
    _edit(models / "formation.py", OLD_CODES, NEW_CODES)
    _edit(models / "documentation.py", "    class Meta(", NEW_QUESTION)
    folder = tmp_path_factory.mktemp("walked")
    shutil.copy(django_db_setup, folder / "copy.sqlite3")
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("EXPORT_DIR",)},
        "DATABASE_URL": f"sqlite:///{folder / 'copy.sqlite3'}",
        "VAR_DIR": str(folder),
    }
    given = [str(folder), str(member_file), str(GIVEN / OFFICIAL)]
    command = [sys.executable, "-m", "tests.walk_new_declarations", *given]
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def _edit(module: Path, old: str, new: str) -> None:
    text = module.read_text()
    assert text.count(old) == 1, old
    module.write_text(text.replace(old, new))


def _asked_at_35(models: Path) -> str:
    text = (models / "institutionalization.py").read_text()
    start = text.index(f'"{OLD_WORDING}')
    end = text.index('label="Organizations",', start) + len('label="Organizations",')
    return text[start:end]


@pytest.fixture(scope="module")
def found(walked):
    return json.loads((walked / "found.json").read_text())


@pytest.mark.parametrize("place", ["form", "review", "history", "sheet", "codebook", "documents"])
def test_a_code_that_was_declared_is_shown_with_its_labels(found, place):
    assert "seat" in found[place]
    assert "in a member state" in found[place]


def test_a_value_without_a_label_is_found_by_the_checks(found):
    assert "seat is 7, which has no label." in found["checked"]


@pytest.mark.acceptance(29)
def test_the_codes_column_stands_behind_the_one_declared_before_it(found):
    for level in ("members", "phases"):
        header, *rows = [line.split(",") for line in found[level].splitlines()]
        assert header[header.index("orgpurp2") + 1] == "seat"
        coded = [row[header.index("seat")] for row in rows if row[0] == "4766"]
        assert set(coded) <= {"1"}
    assert '"seat"' in found["package"]


def test_sheets_json_has_the_code_and_the_question(found):
    mine = next(sheet for sheet in found["sheets"] if sheet["atop_id"] == 4766)
    names = list(mine["codes"])
    assert mine["codes"]["seat"] == 1
    assert names[names.index("orgpurp2") + 1] == "seat"
    assert mine["answers"]["62"] == "Answer 62."


def test_the_question_is_printed_and_older_prints_do_without(found):
    assert "62. Language of the text: Answer 62." in found["print"]
    assert found["older print"] == list(range(1, 62))


@pytest.mark.acceptance(22)
def test_an_earlier_wording_is_known_and_told_where_it_was_asked(found):
    assert "Wording of question 35 differs from the coding sheet" not in found["repairs"]
    assert found["wordings"][0].startswith(OLD_WORDING)
    assert found["wordings"][1] == "Does the treaty set up any organizations?"
    assert found["asked"]["35"] == found["wordings"][0]
    assert "62" not in found["asked"]


@pytest.mark.acceptance(22)
def test_a_choice_that_was_dropped_says_what_it_meant_and_is_not_offered(found):
    dropped = found["dropped"]
    assert "0 non-treaty (notes, executive agreement, ...)" in dropped["sheet"]
    assert dropped["where approved"]["0"] == "0 non-treaty (notes, executive agreement, ...)"
    assert list(dropped["elsewhere"]) == ["", "1", "2", "3", "."]
    assert "estmode" not in found["unlabelled"]


def test_a_comparison_tells_what_only_one_side_has(found):
    page = found["comparison"]
    assert "Codes that only today’s approved version has: <b>seat</b>" in page
    assert "Questions that only today’s approved version has: <b>62</b>" in page


def test_the_official_files_of_5_1_are_read_without_the_new_code(found):
    reference(f"{OFFICIAL}/atop5_1m.csv")
    reference(f"{OFFICIAL}/atop5_1ddyr.csv")
    assert found["official"] == {"problems": [], "phases": 849}


@pytest.mark.acceptance(29)
def test_the_files_of_5_1_stay_byte_for_byte_the_same(
    found, walked, member_file, tmp_path, monkeypatch
):
    assert "seat" not in found["kept"]
    monkeypatch.setattr(datasets, "formats_of", lambda level: ())
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0)
    before = export(tmp_path, release="5.1").place
    (after,) = stamped(walked / "released")
    names = [path.relative_to(before) for path in sorted(before.rglob("*")) if path.is_file()]
    assert Path("sheets.json") in names
    assert Path("datasets/atop5_1m.csv") in names
    for name in names:
        if name.name != "manifest.json" and name.suffix != ".pdf":
            assert (after / name).read_bytes() == (before / name).read_bytes(), name
