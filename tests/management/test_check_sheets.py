"""check_sheets, as an operator sees it: a line for each finding, and the exit code."""

import pytest
from django.core.management import CommandError, call_command

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.workflow.release_import import import_release
from tests.coded_sheets import code, leaves, owes, with_members
from tests.factories import draft, make_sheet
from tests.published_phases import member, release_of
from tests.row_counts import rows_of_every_table
from tests.shared_rows import shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """Run the command; return its standard output, line by line."""

    def run(*args):
        call_command("check_sheets", *args, skip_checks=True)
        return capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def failing(run, capsys):
    """Run the command that must fail; return its lines, and the message."""

    def failing(*args):
        with pytest.raises(CommandError) as failure:
            run(*args)
        return capsys.readouterr().out.splitlines(), str(failure.value)

    return failing


@pytest.fixture
def unsound():
    """A release with two alliances whose condition has no obligation, and a sound one."""
    members = {key: member(int(key), nonagg=1) for key in ("200", "220")}
    wrong = {key: {**codes, "defcoadv": 1} for key, codes in members.items()}
    codings = {1010: wrong, 1007: wrong, 1005: members}
    import_release(release_of(*(CodedPhase(key, 0, Coding({}, of)) for key, of in codings.items())))


@shared
def doubtful(cast):
    """A sheet with one warning: bilat is 0 with two members."""
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 14, leaves("370", year=0, month=0, day=0))
    code(cast, sheet, 14, leaves("705", year=0, month=0, day=0))
    code(cast, sheet, 16, owes("370", "consul") | owes("705", "consul"))
    code(cast, sheet, 4, {"bilat": 0})
    return sheet


def test_a_record_without_codes_has_nothing_to_check(run, cast):
    make_sheet(4765)
    assert run() == ["1 sheet checked: 0 errors, 0 warnings."]


def test_an_empty_record_is_sound(run):
    assert run() == ["0 sheets checked: 0 errors, 0 warnings."]


def test_a_warning_has_a_line_and_does_not_fail(run, doubtful):
    *lines, last = run()
    assert last == "1 sheet checked: 0 errors, 1 warning."
    (line,) = lines
    assert line.startswith("4765: warning bilat: Q4: ")


def test_an_error_has_a_line_and_fails(failing, unsound):
    lines, message = failing("--rule", "condition-needs-obligation")
    line, _ = lines
    assert line.startswith("1007: error condition-needs-obligation: Q19: ")
    assert "defcoadv" in line
    assert message == "3 sheets checked: 2 errors, 0 warnings."


def test_sheets_are_told_in_order_of_their_numbers(failing, unsound):
    lines, _ = failing()
    assert list(dict.fromkeys(line.split(":")[0] for line in lines)) == ["1007", "1010"]


def test_one_rule_alone_can_be_asked(run, unsound):
    assert run("--rule", "organization-purpose") == ["3 sheets checked: 0 errors, 0 warnings."]


def test_a_rule_that_does_not_exist_is_refused():
    with pytest.raises(CommandError, match="invalid choice: 'no-such-rule'"):
        call_command("check_sheets", "--rule", "no-such-rule", skip_checks=True)


def test_what_is_not_approved_is_not_checked(run, doubtful, cast):
    before = run()
    draft(doubtful, 19, None, by=cast.coder, codes={"370/defcoadv": 1})
    assert run() == before


def test_checking_writes_nothing(run, doubtful):
    before = rows_of_every_table()
    run()
    assert rows_of_every_table() == before
