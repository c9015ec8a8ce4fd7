"""What all commands ask of their arguments."""

from argparse import ArgumentTypeError
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.core.management import BaseCommand, CommandError, call_command, load_command_class
from django.core.management.base import OutputWrapper

from coding.management import commands
from coding.management.command_line import a_path

NAMES = [module.name for module in iter_modules(commands.__path__)]


@pytest.mark.parametrize("name", NAMES)
def test_no_path_may_be_empty_which_would_be_the_current_folder(name):
    parser = load_command_class("coding", name).create_parser("manage.py", name)
    assert Path not in {action.type for action in parser._actions}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "flush"])
def test_no_option_may_be_empty_which_would_be_one_that_is_left_out(name):
    parser = load_command_class("coding", name).create_parser("manage.py", name)
    usual = {action.dest for action in BaseCommand().create_parser("manage.py", name)._actions}
    taken_as_they_are = {
        action.dest
        for action in parser._actions
        if action.dest not in usual and action.nargs != 0 and not (action.type or action.choices)
    }
    # Who is named is looked up, whether a reason is given is a rule, and an address is read.
    assert taken_as_they_are <= {"by", "reason", "url"}


@pytest.mark.django_db
def test_an_empty_release_is_not_the_record_as_it_stands(tmp_path):
    for command, *more in (("nightly_export", "--output", str(tmp_path)), ("write_codebook",)):
        with pytest.raises(CommandError, match="--release: it is empty"):
            call_command(command, *more, "--release", "", skip_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nightly_export", "backup", "write_codebook"])
def test_nothing_is_written_into_the_current_folder_by_an_empty_name(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match="the path is empty"):
        call_command(name, "--output", "", skip_checks=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_path_is_refused_with_what_to_name():
    for text in ("", " "):
        with pytest.raises(ArgumentTypeError, match="the path is empty"):
            a_path(text)
    assert a_path(".") == Path()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "flush"])
def test_what_a_command_writes_is_not_obeyed_by_a_terminal(name):
    out = StringIO()
    command = load_command_class("coding", name)
    for output in ("stdout", "stderr"):
        setattr(command, output, OutputWrapper(out))
        getattr(command, output).write("one\n\x1b[2J\u202etwo")
    assert out.getvalue() == 2 * "one\n‹U+001B›[2J‹right-to-left override›two\n"


@pytest.mark.django_db
def test_a_path_that_is_refused_is_not_obeyed_by_a_terminal(capsys):
    with pytest.raises(SystemExit):
        load_command_class("coding", "restore").run_from_argv(["manage.py", "restore", "\x1b[2Jno"])
    said = capsys.readouterr().err
    assert "‹U+001B›[2Jno" in said
    assert "\x1b" not in said
