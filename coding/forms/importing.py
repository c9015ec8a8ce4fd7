"""Printed sheets as an admin uploads them, and the preview as it comes back to be carried out."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core import signing

from coding.codebook.sheet import SheetContent
from coding.request_limits import MOST_UPLOADED
from coding.sheets.readers import LARGEST_FILE

MOST_FILES = 100
_SALT = "coding.import-preview"
_HOURS = 12


class ManyFiles(forms.ClearableFileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class SheetFiles(forms.FileField):
    """Several printed sheets; the value is a list of uploaded files."""

    widget = ManyFiles(attrs={"accept": ".txt,.pdf,.docx"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check how many they are; one that cannot be read is refused by name in the preview."""
        files = [super(SheetFiles, self).clean(file, initial) for file in (data or [None])]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"{len(files)} files at once; at most {MOST_FILES}.")
        return files


class UploadForm(forms.Form):
    """The files to look at. Nothing is saved before the preview has been seen."""

    sheets = SheetFiles(
        label="Printed sheets",
        allow_empty_file=True,
        help_text=(
            f"Up to {MOST_FILES} files: .txt, .pdf or .docx, "
            f"each smaller than {LARGEST_FILE // 2**20} MB, "
            f"together smaller than {MOST_UPLOADED // 2**20} MB."
        ),
        error_messages={"required": "Choose at least one file."},
    )

    helper = FormHelper()
    helper.attrs = {"autocomplete": "off"}
    helper.add_input(Submit("look", "Look at what would be saved"))


def seal(content: SheetContent) -> str:
    """Return the parsed sheet as a signed text, so that the preview can carry it back unchanged."""
    return signing.dumps(content.as_texts(), salt=_SALT, compress=True)


def unseal(sealed: str) -> SheetContent:
    """Return the parsed sheet that ``seal`` signed. Raises signing.BadSignature otherwise."""
    said = signing.loads(sealed, salt=_SALT, max_age=_HOURS * 3600)
    return SheetContent.from_texts(**said)
