"""write_codebook, as an operator sees it."""

import pytest
from django.core.management import CommandError, call_command

from coding.models import Sheet
from tests.factories import coded
from tests.published_phases import three_phases

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """Run the command; return its standard output."""

    def run(*args):
        call_command("write_codebook", *map(str, args), skip_checks=True)
        return capsys.readouterr().out

    return run


def test_the_record_as_it_is_now_is_written(run):
    three_phases()
    page = run()
    assert page.startswith("# Codebook\n")
    assert "**The approved data:** 3 phases of 2 alliances, 7 member rows" in page
    assert "#### estmode\n\nmeans of establishment · alliance\n" in page
    assert "\n| 1 | treaty | 1 | 3 |\n" in page
    assert "\n| *not coded yet* |  | 1 | 2 |\n" in page


def test_a_release_is_written_as_it_was_published(run, cast):
    three_phases()
    sheet = Sheet.objects.get(atop_id=1005)
    coded(sheet, 6, {"estmode": 0}, by=cast.coder, reviewer=cast.reviewer)
    page = run("--release", "5.9")
    assert "**Release 5.9:** 3 phases" in page
    assert "\n| 1 | treaty | 1 | 3 |\n" in page
    assert "#### new5\n\nalliance new in release 5.0 · release\n" in page
    assert "\n| 1 | yes | 1 | 3 |\n" in page


def test_a_file_is_written_and_told(run, tmp_path):
    three_phases()
    path = tmp_path / "codebook.md"
    said = run("--output", path)
    assert said == (
        f"Wrote {path}. The approved data: 3 phases of 2 alliances, 7 member rows, "
        "2 pairs of members.\n"
    )
    assert path.read_text(encoding="utf-8") == run()


def test_the_same_data_give_the_same_page(run):
    three_phases()
    assert run() == run()


def test_a_file_that_cannot_be_written_is_told(run, tmp_path):
    with pytest.raises(CommandError, match=r"cannot be written.*Name a file in a folder"):
        run("--output", tmp_path / "nowhere" / "codebook.md")


def test_a_release_that_is_not_kept_here_is_refused(run):
    with pytest.raises(CommandError, match=r"release “4.0” are kept here \(none yet; import_"):
        run("--release", "4.0")
    three_phases()
    with pytest.raises(CommandError, match=r"release “4.0” are kept here \(5.9\)"):
        run("--release", "4.0")
