"""The rail of all questions beside a sheet: where one is, what is blank, what is open.

Its 61 links are put together here rather than in a template: the template engine took longer for
them than for all the rest of the page (docs/benchmarks.md).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from coding.models.questionnaire import QUESTIONS, SECTIONS, Question
from coding.models.revision import Status
from coding.pages.open_revisions import Mark

_WORDS = {Status.PENDING: "pending", Status.DRAFT: "in draft", Status.RETURNED: "returned"}
_NAMES = {
    question: f'<span class="n">{question.number}</span>{escape(question.label)}'
    for question in QUESTIONS
}
_HEADINGS = {
    section.key: f'<h2><span class="visually-hidden">Section</span> {section.numeral} '
    f"{escape(section.title)}</h2>"
    for section in SECTIONS
}


@dataclass(frozen=True)
class Rail:
    """What the rail's template shows."""

    answered: int
    counts: list[str]
    links: SafeString
    questions: int = len(QUESTIONS)


def rail(
    answers: dict[int, str],
    marks: dict[int, list[Mark]],
    href: Callable[[Question], str],
    here: Question | None = None,
) -> Rail:
    """Return the rail of a sheet; ``href`` says where each question's link leads."""
    statuses = [mark.status for of_question in marks.values() for mark in of_question]
    parts = []
    for section in SECTIONS:
        items = (
            _item(question, href(question), answers, marks, here) for question in section.questions
        )
        parts.append(f"{_HEADINGS[section.key]}<ol>{''.join(items)}</ol>")
    return Rail(
        answered=sum(1 for answer in answers.values() if answer),
        counts=[
            f"{statuses.count(status)} {words}"
            for status, words in _WORDS.items()
            if status in statuses
        ],
        links=mark_safe("".join(parts)),
    )


def _item(
    question: Question,
    href: str,
    answers: dict[int, str],
    marks: dict[int, list[Mark]],
    here: Question | None,
) -> str:
    blank = "" if answers.get(question.number) else ' class="blank"'
    current = ' aria-current="true"' if question is here else ""
    dots = "".join(_dot(mark) for mark in marks.get(question.number, ()))
    return f'<li{blank}><a href="{escape(href)}"{current}>{_NAMES[question]}{dots}</a></li>'


def _dot(mark: Mark) -> str:
    title = escape(mark.title)
    own = " own" if mark.is_own else ""
    return (
        f'<span class="dot {mark.status}{own}" title="{title}">'
        f'<span class="visually-hidden"> ({title})</span></span>'
    )
