"""Printed sheets as an admin puts them on the import desk."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile

from coding.codebook.counted_nouns import counted
from coding.desk.packed import is_packed, unpacked
from coding.desk.taking_in import Incoming, too_large
from coding.request_limits import MOST_UPLOADED
from coding.sheets.files.readers import LARGEST_FILE


class ManyFiles(forms.ClearableFileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; the value is a list of uploaded files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files; one that cannot be read is refused by name on the desk."""
        return [super(FilesField, self).clean(file, initial) for file in data or ()]


class UploadForm(forms.Form):
    """Files, ZIPs of files, or a folder: one batch. Nothing of it enters the record by itself."""

    sheets = FilesField(
        label="Files",
        required=False,
        allow_empty_file=True,
        help_text=(
            "Printed sheets, as many as you like, or ZIP files of them. Each sheet is smaller than "
            f"{LARGEST_FILE // 2**20} MB, all together smaller than {MOST_UPLOADED // 2**20} MB."
        ),
    )
    folder = FilesField(
        label="Or a folder",
        required=False,
        allow_empty_file=True,
        widget=ManyFiles(attrs={"webkitdirectory": True}),
    )

    helper = FormHelper()
    helper.attrs = {"autocomplete": "off"}
    helper.add_input(Submit("put", "Put on the desk"))

    def clean(self) -> dict[str, Any]:
        """Bring both boxes together."""
        said = self.cleaned_data
        said["files"] = [*said.get("sheets", ()), *said.get("folder", ())]
        if not said["files"]:
            self.add_error("sheets", "Choose at least one file.")
        return said

    @property
    def batch_name(self) -> str:
        """What the batch is called: after its only file, or how many were sent."""
        files = self.cleaned_data["files"]
        return str(files[0].name) if len(files) == 1 else counted(len(files), "file")

    def incoming(self) -> Iterator[Incoming]:
        """Yield the files one after another, so that one at a time is in memory."""
        for file in self.cleaned_data["files"]:
            name = file.name or ""
            if is_packed(name):
                yield from unpacked(name, file)
            elif (file.size or 0) > LARGEST_FILE:
                yield too_large(name)
            else:
                yield Incoming(name, file.read())


class LeaveOut(forms.Form):
    """Why a file is left out."""

    reason = forms.CharField(max_length=500, error_messages={"required": "Say why."})
