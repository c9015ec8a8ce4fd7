"""Name the answers that may differ from the page, so that no doubt is kept silent."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from coding.codebook.text import is_unseen
from coding.models.questionnaire import ALWAYS_ASKED, BY_NUMBER, QUESTIONS
from coding.sheets.document import Document, Repair
from coding.sheets.lines.paragraphs import Paragraph, hangs
from coding.sheets.questions.wording import letters
from coding.sheets.understanding.parts import Part, Whose
from coding.sheets.understanding.suspects import is_bare_name, is_item, why_odd

_SAYS_NOTHING = re.compile(r"(?:no|none|n/?a|not applicable|zero|nil)\W*", re.IGNORECASE)
_IS_ALL = re.compile(r"(?:yes|no|none|n/?a|not applicable)\W*", re.IGNORECASE)
_BOX = r"(?:[☐☑☒]|\[\s?[xX✓]?\s?\]|_[xX]_)"
_CHOICE = re.compile(
    rf"yes\s*[/,|]\s*no|{_BOX}\s*(?:yes|no)\b|\b(?:yes|no)\s*{_BOX}", re.IGNORECASE
)
LOST = "\ufffd"  # listed where the file was read
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,6});", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
LONE_NAME = "A name stands on a line by itself, kept in the answer"
FEW = len(ALWAYS_ASKED) // 2  # answers; a sheet with fewer is doubtful
SHORTEST_REPEATED = 30  # letters; a line this long is in several answers by no chance
_TIMES = 4


def doubts(
    page: Document, parts: list[Part], paragraphs: Mapping[int, list[Paragraph]]
) -> Iterator[Repair]:
    """Yield what should be looked at, answer by answer, except what a person settled."""
    lines = {page.lines[part.index].number: page.lines[part.index].text for part in parts}
    for number, listed in paragraphs.items():
        free = [paragraph for paragraph in listed if not paragraph.settled]
        for place, paragraph in enumerate(listed):
            if not paragraph.verbatim and not paragraph.settled:
                first = listed[0] if place else None
                yield from _about(number, paragraph, first, is_alone=len(listed) == 1)
                yield from _inside(number, paragraph, lines)
        yield from _twice(number, free)
        yield from _lone_names(number, listed)
        if len(free) == len(listed) > 1 and _is_of_one_line(number) and not listed[-1].verbatim:
            what = f"More than one paragraph is the answer to question {number}"
            yield _doubt(number, listed[1], what)
    yield from _repeated(page, parts)
    yield from _aside(page, parts)
    if not any(line.verbatim for line in page.lines):  # our prints may be hardly begun
        yield from _few(paragraphs)


def _about(
    number: int, paragraph: Paragraph, first: Paragraph | None, *, is_alone: bool
) -> Iterator[Repair]:
    text = paragraph.text
    if odd := why_odd(text, is_alone=is_alone):
        yield _doubt(number, paragraph, f"This looks like {odd}, kept in the answer")
    elif first is not None and _SAYS_NOTHING.fullmatch(first.text):
        yield _doubt(number, paragraph, f"More stands below an answer that says “{first.text}”")
    elif first is not None and not first.settled and _IS_ALL.fullmatch(text):
        yield _doubt(number, paragraph, f"“{text}” stands below other words")
    if _CHOICE.search(text):
        yield _doubt(number, paragraph, "A choice of Yes and No is kept as it is")
    if _ENTITY.search(text):
        yield _doubt(number, paragraph, "A sign in the form of a web page is kept as it is")
    if any(is_unseen(letter) and letter != LOST for letter in text):
        yield _doubt(number, paragraph, "A character that shows nothing is kept")


def _inside(number: int, paragraph: Paragraph, lines: Mapping[int, str]) -> Iterator[Repair]:
    """Yield lines that were joined with others and look like something else."""
    for above, line in pairwise(paragraph.lines):
        if odd := why_odd(lines[line], is_alone=False):
            what = f"This looks like {odd}, kept in the answer"
            yield Repair(line, what, lines[line], question=number, doubtful=True)
        elif line == paragraph.lines[-1] and _is_name_below(number, lines[above], lines[line]):
            yield Repair(line, LONE_NAME, lines[line], question=number, doubtful=True)


def _twice(number: int, listed: list[Paragraph]) -> Iterator[Repair]:
    seen: set[str] = set()
    for paragraph in listed:
        if paragraph.text in seen and not paragraph.verbatim:
            yield _doubt(number, paragraph, "The same paragraph stands here again")
        seen.add(paragraph.text)


def _lone_names(number: int, listed: list[Paragraph]) -> Iterator[Repair]:
    """Yield names that are a paragraph of their own, and no part of a list of names.

    Words that the question offers, such as "Neutrality pact", are no name.
    """
    for place, paragraph in enumerate(listed):
        around = (*listed[max(place - 1, 0) : place], *listed[place + 1 : place + 2])
        is_free = bool(around) and not (paragraph.verbatim or paragraph.settled)
        is_listed = any(
            is_item(neighbour.text) and not _offers(number, neighbour.text) for neighbour in around
        )
        if is_free and not is_listed and _is_name(number, paragraph.text):
            yield _doubt(number, paragraph, LONE_NAME)


def _is_name_below(number: int, above: str, text: str) -> bool:
    """Whether a name is all of a line below words that are no part of it."""
    is_other = above.split()[-1].islower() and not hangs(above)
    return is_other and _is_name(number, text)


def _is_name(number: int, text: str) -> bool:
    return is_bare_name(text) and not _offers(number, text)


def _offers(number: int, text: str) -> bool:
    """Whether all words of a text stand in the question, or say yes or no."""
    asked = letters(BY_NUMBER[number].wording)
    return bool(_IS_ALL.fullmatch(text)) or all(letters(word) in asked for word in text.split())


def _doubt(number: int, paragraph: Paragraph, what: str) -> Repair:
    return Repair(paragraph.line, what, paragraph.text, question=number, doubtful=True)


def _is_of_one_line(number: int) -> bool:
    question = BY_NUMBER[number]
    return question.inline and "comments" not in question.wording


def _repeated(page: Document, parts: list[Part]) -> Iterator[Repair]:
    """Yield lines that stand in many answers alike, as the heads of pages do."""
    by_text: dict[str, list[Part]] = {}
    counted: dict[str, list[Part]] = {}
    for part in parts:
        line = page.lines[part.index]
        if part.whose is Whose.ANSWER and not line.verbatim and not part.settled and not part.start:
            by_text.setdefault(line.text, []).append(part)
            counted.setdefault(_NUMBER.sub("#", line.text, count=1), []).append(part)
    yield from _counting(page, counted)
    for text, alike in by_text.items():
        if len({part.question for part in alike}) >= _TIMES and len(text) >= SHORTEST_REPEATED:
            line = page.lines[alike[0].index]
            numbers = ", ".join(str(part.question) for part in alike[:12])
            what = f"The same line stands in the answers to questions {numbers}"
            yield Repair(line.number, what, text, question=alike[0].question, doubtful=True)


def _aside(page: Document, parts: list[Part]) -> Iterator[Repair]:
    """Yield lines in answers whose place on the page shows that they may be no part of them."""
    for part in parts:
        line = page.lines[part.index]
        if line.aside and part.whose is Whose.ANSWER and not part.settled:
            what = f"This stands on the page {line.aside}, kept in the answer"
            words = part.text_on(page)
            yield Repair(line.number, what, words, question=part.question, doubtful=True)


def _counting(page: Document, counted: Mapping[str, list[Part]]) -> Iterator[Repair]:
    """Yield lines in several answers that are alike but for a number that counts them."""
    for form, alike in counted.items():
        texts = [page.lines[part.index].text for part in alike]
        numbers = [int(number[0]) for text in texts if (number := _NUMBER.search(text))]
        counts = [after - before for before, after in pairwise(numbers)]
        is_spread = len({part.question for part in alike}) >= _TIMES - 1
        if is_spread and set(counts) == {1} and any(map(str.isalpha, form)):
            for part, text in zip(alike, texts, strict=True):
                what = "The same line with the next number stands in other answers too"
                line = page.lines[part.index].number
                yield Repair(line, what, text, question=part.question, doubtful=True)


def _few(paragraphs: Mapping[int, list[Paragraph]]) -> Iterator[Repair]:
    """Yield that few questions are answered, and which."""
    answered = [number for number, ps in paragraphs.items() if any(letters(p.text) for p in ps)]
    if len(answered) < FEW:
        numbers = ", ".join(map(str, answered)) or "none"
        what = f"Only {len(answered)} of {len(QUESTIONS)} questions are answered"
        yield Repair(None, what, f"questions {numbers}", doubtful=True)
