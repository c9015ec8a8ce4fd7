"""Reads an export back the way a data user would, down to the text inside Word and PDF files."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pypdfium2

from coding.datasets.release import DatasetRelease, Level


def files(root: Path) -> dict[str, bytes]:
    """Every file of the folder by its name."""
    paths = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def rows(root: Path, name: str) -> list[dict[str, str]]:
    text = (root / name).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheets(root: Path) -> list[dict]:
    return json.loads((root / "sheets.json").read_text())


def manifest(root: Path) -> dict:
    return json.loads((root / "manifest.json").read_text())


def table(root: Path, level: str = "m", ending: str = ".csv") -> str:
    """The name of the dataset file of a level in an export of the record or of a release."""
    stem = DatasetRelease(manifest(root)["version"], date.max).file_stem(Level(level))
    return f"datasets/{stem}{ending}"


def everything_said(root: Path) -> str:
    """All that the export says in any form, as one text."""
    said = []
    for name, content in files(root).items():
        said.append(name)
        if name.endswith(".pdf"):
            said.append(pdf_text(content))
        elif name.endswith(".docx"):
            said += list(docx_parts(content).values())
        said.append(content.decode("utf-8", "replace"))
    return "\n".join(said)


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def docx_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
