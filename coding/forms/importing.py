"""Printed sheets as an admin uploads them, and the preview as it comes back to be carried out."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core import signing

from coding.workflow.importing import SheetContent

MOST_FILES = 100
MOST_BYTES = 10 * 1024 * 1024
_SALT = "coding.import-preview"
_HOURS = 12


class ManyFiles(forms.ClearableFileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class SheetFiles(forms.FileField):
    """Several printed sheets; the value is a list of uploaded files."""

    widget = ManyFiles(attrs={"accept": ".txt,.pdf,.docx"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file by itself, and how many and how large they are together."""
        files = [super(SheetFiles, self).clean(file, initial) for file in (data or [None])]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"{len(files)} files at once; at most {MOST_FILES}.")
        for file in files:
            if file.size > MOST_BYTES:
                raise forms.ValidationError(
                    f"{file.name} has {file.size // 2**20} MB; a printed sheet has at most 10."
                )
        return files


class UploadForm(forms.Form):
    """The files to look at. Nothing is saved before the preview has been seen."""

    sheets = SheetFiles(
        label="Printed sheets",
        help_text="One or more files: .txt, .pdf or .docx.",
        error_messages={
            "required": "Choose at least one file.",
            "empty": "The file is empty. Choose the printed sheet itself.",
        },
    )

    helper = FormHelper()
    helper.add_input(Submit("look", "Look at what would be saved"))


def seal(content: SheetContent) -> str:
    """Return the parsed sheet as a signed text, so that the preview can carry it back unchanged."""
    said = {
        "file": content.file,
        "atop_id": content.atop_id,
        "phase": content.phase,
        "answers": content.answers,
        "notes": [note.as_text() for note in content.notes],
    }
    return signing.dumps(said, salt=_SALT, compress=True)


def unseal(sealed: str) -> SheetContent:
    """Return the parsed sheet that ``seal`` signed. Raises signing.BadSignature otherwise."""
    said = signing.loads(sealed, salt=_SALT, max_age=_HOURS * 3600)
    return SheetContent.from_texts(**said)
