"""Files changed by what the readers' code does with them: ``make fuzz-readers SECONDS=60``.

Each input is one byte for the kind – text, the text part of a Word file, a whole Word file, a PDF –
and a file. It is read or refused, within seconds; anything else is kept as a file, and
``make fuzz-readers AGAIN=that-file`` tries it again.
"""

import contextlib
import io
import os
import sys
import zipfile
from pathlib import Path

import atheris
import django

# Seconds, MB and bytes. The fuzzer's own tables grow with the hours.
SLOWEST, MOST_MEMORY, LONGEST = 20, 4000, 60_000
TEXT, PART, WORD, PDF = range(4)
NAMES = {TEXT: "a.txt", PART: "a.docx", WORD: "a.docx", PDF: "a.pdf"}


def main() -> None:
    """Fuzz with the arguments of libFuzzer; the first one is the folder of the corpus."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    with atheris.instrument_imports(include=["coding.sheets"]):
        import coding.sheets.parser  # noqa: F401
    corpus = Path(sys.argv[1])
    if corpus.is_dir():
        write_seeds(corpus)
    limits = (f"-timeout={SLOWEST}", f"-rss_limit_mb={MOST_MEMORY}", f"-max_len={LONGEST}")
    atheris.Setup([*sys.argv, *limits], try_to_read)
    atheris.Fuzz()


def try_to_read(data: bytes) -> None:
    """Read a file, which may be refused and must not fail."""
    from coding.codebook.problems import FileRefused
    from coding.sheets.files.word.tally import SECOND_READING
    from coding.sheets.parser import read_sheets

    if not data:
        return
    kind, content = data[0] % len(NAMES), data[1:]
    with contextlib.suppress(FileRefused):
        sheets = read_sheets(NAMES[kind], in_package(content) if kind == PART else content)
        missed = [what for sheet in sheets for what in sheet.unread if what.what == SECOND_READING]
        if missed:
            raise AssertionError(missed)


def in_package(part: bytes) -> bytes:
    """Return a Word file with this as its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", part)
    return out.getvalue()


def write_seeds(corpus: Path) -> None:
    """Write what the fuzzer begins with: a sheet of each kind, and Word's elements."""
    from coding.sheets.printing.forms import FORMS
    from coding.sheets.printing.printable import PrintableSheet
    from tests.sheets.files.word.making import word_file
    from tests.sheets.files.word.test_no_word_is_lost import ELEMENTS, GOOD
    from tests.sheets.typeset import answers, typed

    note = "Version 4.0: Q14 revised by A. B. on May 1, 2017"
    sheet = PrintableSheet(4999, 0, answers(), (note,))
    with zipfile.ZipFile(io.BytesIO(word_file(ELEMENTS))) as package:
        part = package.read("word/document.xml")
    seeds = {
        "text": (TEXT, typed(answers()).encode()),
        "part": (PART, part),
        "word": (WORD, GOOD),
        "print": (WORD, FORMS["docx"].make(sheet)),
        "pdf": (PDF, FORMS["pdf"].make(sheet)),
    }
    for name, (kind, content) in seeds.items():
        (corpus / name).write_bytes(bytes([kind]) + content)


if __name__ == "__main__":
    main()
