"""The registry: ids, titles, and the documentation that is made from it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from coding.checks import prose, prose_lists
from coding.checks.registry import PROSE_RULES, RULES
from coding.checks.rule import ERROR, WARNING
from coding.models.questionnaire import BY_NUMBER
from coding.suggestions.members import MEMBERS
from tests.checks.sound_sheet import sheet
from tests.checks.table_of_rules import table_of_rules

DOCS = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")


def test_every_rule_has_an_id_of_its_own():
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in ids)


def test_every_rule_says_what_it_asks_for_and_where_that_comes_from():
    for rule in RULES:
        assert re.fullmatch(r"\S.*\.", rule.title), rule.id
        assert rule.source, rule.id
        assert set(rule.questions) <= set(BY_NUMBER), rule.id


def test_the_documentation_has_the_table_of_all_rules():
    assert table_of_rules() in DOCS


def test_the_documentation_counts_the_rules():
    errors = sum(rule.severity is ERROR for rule in RULES)
    assert f"{len(RULES)} rules, {errors} of them errors" in DOCS


def test_prose_that_disagrees_is_never_an_error_so_an_approval_of_prose_alone_needs_no_check():
    of_prose = {prose.__name__, prose_lists.__name__}
    assert {rule.severity for rule in RULES if rule.check.__module__ in of_prose} == {WARNING}


class _Noting(dict):
    """Answers that note which of them are read; all are blank."""

    read: set[int]

    def get(self, question, default=None):
        self.read.add(question)
        return ""


@pytest.mark.parametrize(
    "rule", [rule for rule in PROSE_RULES if rule.questions], ids=lambda r: r.id
)
def test_a_rule_of_prose_names_each_question_whose_answer_it_compares(rule):
    answers = _Noting(dict.fromkeys(BY_NUMBER, ""))
    answers.read = set()
    list(rule.check(replace(sheet(), answers=answers, read=())))
    read_for_suggestions = {MEMBERS}
    assert answers.read - read_for_suggestions <= set(rule.questions)
