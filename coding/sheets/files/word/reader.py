"""Read Word files: lines for the parser, and a list of all words of the file that are in none."""

from coding.codebook.problems import UnreadableFile
from coding.sheets.files.word.notes import Notes
from coding.sheets.files.word.package import COPY, Package
from coding.sheets.files.word.story import Story
from coding.sheets.files.word.tally import LineTally

MOST_LINES = 20_000


def read_docx(content: bytes) -> LineTally:
    """Return lines, repairs and what was not read. Raises UnreadableFile with the reason."""
    package, tally = Package(content), LineTally()
    notes = Notes(package, tally)
    Story(package, tally, notes).read()
    notes.list_rest()
    if len(tally.rows) > MOST_LINES:
        rule = f"A sheet has fewer than {MOST_LINES:,} paragraphs."
        raise UnreadableFile(rule, COPY, found=f"{len(tally.rows):,} paragraphs")
    if tally.unread and not any(row.text.strip() for row in tally.rows):
        first = tally.unread[0]
        rule = f"The Word file shows no text of its own. It holds something else: {first.what}."
        fix = "Copy the sheet's words into the text of a new document, and import that."
        raise UnreadableFile(rule, fix, found=first.words)
    tally.compare(package.sources[part] for part in (package.document, *notes.read))
    return tally
