"""Check that all questions are there, once and in order, and that it is this questionnaire.

A question that came with a later release may be absent: the sheet may be older.
"""

from collections.abc import Collection, Iterator

from coding.codebook.counted_nouns import counted
from coding.codebook.problems import Problem
from coding.models.questionnaire import ALWAYS_ASKED, QUESTIONS, Question
from coding.sheets.document import Document, PageLine, Unread
from coding.sheets.questions.placed import Located
from coding.sheets.questions.wording import letters

FEWEST_QUESTIONS = 6  # fewer, with OTHER_NUMBERS: another questionnaire
OTHER_NUMBERS = 10
LONGEST_LINE = 5000  # letters; the wordings alone have seven thousand
_ASKED_FOR = (
    "Import a coding sheet with the printed questions "
    f"1 ({QUESTIONS[0].label}) to {QUESTIONS[-1].n} ({QUESTIONS[-1].label})."
)


def check_questions(
    document: Document, located: Located, settled: Collection[int] = ()
) -> list[Problem]:
    """Return what is wrong with the questions; a person has ``settled`` some."""
    number = len(located.chosen)
    if number < FEWEST_QUESTIONS and document.is_recognised:
        return [_hardly_recognised(document, number)]
    if number < FEWEST_QUESTIONS and len(located.other_numbers) >= OTHER_NUMBERS:
        rule = "The numbered questions are not those of the ATOP coding sheet."
        return [_problem(document, document.lines[located.other_numbers[0][1]], rule, _ASKED_FOR)]
    beside = [(unread, letters(unread.words)) for unread in document.unread]
    if not number:
        hidden = (_outside(document, beside, question) for question in ALWAYS_ASKED)
        return [*filter(None, hidden)] or [_no_questions(document)]
    return [
        *(
            _outside(document, beside, question) or _missing(document, located, question)
            for question in ALWAYS_ASKED
            if question.number not in located.chosen and question.number not in settled
        ),
        *_repeated(document, located, settled),
        *_out_of_order(document, located, settled),
    ]


def _hardly_recognised(document: Document, number: int) -> Problem:
    rule = (
        "The file is a picture of text, and next to nothing of a sheet could be recognised in it."
    )
    fix = "Scan it anew, sharper, let another program recognise the text (OCR), or type it in."
    questions = f"{counted(number, 'question')} of {len(QUESTIONS)}"
    return Problem(document.file, rule, fix, found=questions)


def _problem(document: Document, line: PageLine, rule: str, fix: str) -> Problem:
    return Problem(document.file, rule, fix, found=line.text, line=line.number)


def _no_questions(document: Document) -> Problem:
    line = next((line for line in document.lines if line.text), None)
    if line is None:
        return Problem(document.file, "The file is empty.", _ASKED_FOR)
    rule = "There is no question of the ATOP coding sheet in this file."
    if len(line.text) > LONGEST_LINE:
        rule = "No line begins with a question: the whole text stands on one line."
        fix = "Let each question begin a line of its own, with its answer below."
        return _problem(document, line, rule, fix)
    return _problem(document, line, rule, _ASKED_FOR)


def _outside(
    document: Document, beside: list[tuple[Unread, str]], question: Question
) -> Problem | None:
    """Return a problem if a question is in words outside of the text, such as a page's head."""
    asked = letters(f"{question.number}. {question.wording}")
    for unread, words in beside:
        if asked in words:
            rule = f"Question {question.number} ({question.label}) stands in words not read."
            found = f"{unread.what}: {unread.words}"
            fix = "Put it into the text of the sheet."
            return Problem(document.file, rule, fix, found=found, line=unread.line)
    return None


def _missing(document: Document, located: Located, question: Question) -> Problem:
    number = question.number
    before = [placed.end_line for n, placed in located.chosen.items() if n < number]
    after = [placed.line for n, placed in located.chosen.items() if n > number]
    start, end = max(before, default=-1), min(after, default=len(document.lines))
    alike = [i for n, i in located.other_numbers if n == number and start < i < end]
    index = alike[0] if alike else max(start, 0)
    rule = f"Question {number} ({question.label}) is missing."
    if alike:
        rule = f"Question {number} ({question.label}) is missing; another question has its number."
    elif not document.lines[index].text:
        index = next((i for i, line in enumerate(document.lines) if line.text), index)
    fix = f"Put in the line “{number}. {question.wording}”; its answer may stay blank."
    return _problem(document, document.lines[index], rule, fix)


def _repeated(document: Document, located: Located, settled: Collection[int]) -> Iterator[Problem]:
    for number, places in sorted(located.repeated.items()):
        if number in settled:
            continue
        lines = [document.lines[placed.line] for placed in places]
        numbers = " and ".join(str(line.number) for line in lines)
        where = f", in lines {numbers}" if document.has_line_numbers else ""
        rule = f"Question {number} ({places[0].question.label}) stands here more than once{where}."
        fix = "Keep the one with the answer and remove the other."
        yield _problem(document, lines[-1], rule, fix)


def _out_of_order(
    document: Document, located: Located, settled: Collection[int]
) -> Iterator[Problem]:
    latest = None
    for placed in located.chosen.values():  # in order of their numbers
        if placed.question.number in settled:
            continue
        if latest is not None and placed.begin < latest.begin:
            number, before = placed.question.number, latest.question.number
            rule = f"Question {number} stands before question {before}."
            fix = f"Put the questions into their printed order, 1 to {QUESTIONS[-1].n}."
            yield _problem(document, document.lines[placed.line], rule, fix)
        else:
            latest = placed
