"""Printed sheets that an admin puts on the import desk."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coding.codebook.counted_nouns import counted
from coding.desk.adding_files import Incoming, too_large
from coding.desk.zip_files import is_packed, unpacked
from coding.forms.layouts import OneButton
from coding.request_limits import MOST_UPLOADED
from coding.sheets.files.readers import LARGEST_FILE


class ManyFiles(forms.ClearableFileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; the value is a list of uploaded files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files; the desk refuses an unreadable one by name."""
        return [super(FilesField, self).clean(file, initial) for file in data or ()]


class UploadForm(forms.Form):
    """Files, ZIPs of files, or a folder: one batch. Uploading puts nothing into the record."""

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

    helper = OneButton("put", "Put on the desk")

    def clean(self) -> dict[str, Any]:
        """Merge the files of both fields."""
        data = self.cleaned_data
        data["files"] = [*data.get("sheets", ()), *data.get("folder", ())]
        if not data["files"]:
            self.add_error("sheets", "Choose at least one file.")
        return data

    @property
    def batch_name(self) -> str:
        """The batch's name: that of its only file, or the number of files."""
        files = self.cleaned_data["files"]
        return str(files[0].name) if len(files) == 1 else counted(len(files), "file")

    def incoming(self) -> Iterator[Incoming]:
        """Yield the files one by one, so that only one is in memory."""
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
