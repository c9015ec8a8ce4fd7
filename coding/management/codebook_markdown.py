"""The codebook as Markdown, for docs/codebook.md."""

from collections.abc import Iterable, Iterator

from coding.codebook.entries import CodebookEntry, ValueLine
from coding.datasets.documents.publication import ARTICLE
from coding.pages.codebook import ABOUT, HOW_TO_READ, Codebook, CodebookQuestion

_HEAD = ("| code | meaning | phases | members |", "|:--|:--|--:|--:|")


def markdown(codebook: Codebook, counted: str) -> str:
    """Return the codebook as one page; ``counted`` names what was counted, as "Release 5.1"."""
    lines = [
        "# Codebook",
        f"**{counted}:** {codebook.counted}.",
        ABOUT,
        *HOW_TO_READ,
        f"Cite the data as: {ARTICLE.citation}",
        "Written by `manage.py write_codebook`, not by hand.",
        *_index(codebook),
    ]
    for part in codebook.sections:
        lines.append(f"## Section {part.section.numeral}: {part.section.title}")
        for asked in part.questions:
            lines += _question(asked)
    lines.append("## Beside the questions: the phase and the release")
    for entry in codebook.apart:
        lines += _entry(entry)
    return "\n\n".join(lines) + "\n"


def _index(codebook: Codebook) -> Iterator[str]:
    for part in codebook.sections:
        yield f"{part.section.numeral} {part.section.title}: {_links(part.entries)}"
    yield f"Beside the questions: {_links(codebook.apart)}"


def _links(entries: Iterable[CodebookEntry]) -> str:
    return " ".join(f"[{entry.anchor}](#{entry.anchor})" for entry in entries)


def _question(asked: CodebookQuestion) -> Iterator[str]:
    question = asked.question
    yield f"### {question.number}. {question.wording}"
    yield question.help
    if not asked.entries and not asked.elsewhere:
        yield "No variable is coded from this answer."
    for entry in asked.entries:
        yield from _entry(entry)
    if asked.elsewhere:
        also = "Also from this answer" if asked.entries else "Coded elsewhere from this answer"
        homes = (
            f"[{one.anchor}](#{one.anchor}) (question {one.variable.home})"
            for one in asked.elsewhere
        )
        yield f"{also}: {', '.join(homes)}"


def _entry(entry: CodebookEntry) -> Iterator[str]:
    yield f"#### {entry.anchor}"
    yield f"{entry.label} · {entry.scope}"
    if entry.values:
        yield "\n".join([*_HEAD, *map(_row, entry.values)])


def _row(line: ValueLine) -> str:
    """Return a line of the table; what the data hold beside labelled codes is in italics."""
    value = line.value if line.is_declared else f"*{line.value}*"
    return f"| {' | '.join((value, line.meaning, *line.shown))} |"
