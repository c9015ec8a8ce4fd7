"""Printed sheets on their way in: batches of files, and how far each file is.

Nothing here is in the record. ``coding.desk`` imports the content of a file, and keeps the file
with its sheet.
"""

from __future__ import annotations

from pathlib import PurePath

from django.db import models

from coding.codebook.sheet import SheetContent, key_of
from coding.models.import_request import ImportRequest
from coding.models.seal import Sealed
from coding.models.sheet import Sheet
from coding.models.tracking import USER


class Batch(Sealed):
    """Files that somebody uploaded together. ``remark`` lists what was not accepted."""

    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=255)
    remark = models.TextField(blank=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-id"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"Batch {self.pk}: {self.name}"


class FileState(models.TextChoices):
    """How far a file is. The worker takes the next step from WAITING and ENTERING."""

    WAITING = "waiting", "waits to be read"
    DOUBTFUL = "doubtful", "needs a person"
    REFUSED = "refused", "refused"
    READY = "ready", "read"
    ASKED = "asked", "waits for a second admin"
    ENTERING = "entering", "being imported"
    ENTERED = "entered", "imported"
    FILED = "filed", "differences filed for review"
    UNCHANGED = "unchanged", "the same as the sheet"
    DROPPED = "dropped", "put aside"


WORKED_ON = (FileState.ENTERING, FileState.WAITING)  # in this order
KEPT = (FileState.ENTERED, FileState.FILED, FileState.UNCHANGED)  # the sheet has the file
AT_THE_DESK = (FileState.DOUBTFUL, FileState.REFUSED, FileState.READY)  # a person decides


class DeskFile(Sealed):
    """One file of a batch, or one of several sheets in it, and the result so far.

    ``content`` is emptied once the file is kept as an original; if a file has several sheets, only
    the first one has it, and is the others' ``whole``. ``sheet_says`` is the content read, None if
    it is incomplete; ``is_new`` is whether it would be a new sheet. ``problems`` prevent the
    import, ``doubts`` need a person to look at them; both are sentences, and ``kinds`` are the
    kinds of the doubts. ``reading`` grows with each change to these, so that a decision is valid
    only for what the page showed. ``tries`` counts how often a step was begun.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    part = models.PositiveSmallIntegerField(default=0, help_text="Of several sheets in a file.")
    whole = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The first sheet of the same file, which has the content for all of them.",
    )
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    atop_id = models.PositiveSmallIntegerField("ATOP ID", null=True)
    phase = models.PositiveSmallIntegerField(default=0)
    sheet_says = models.JSONField(null=True)
    is_new = models.BooleanField(default=False)
    differs_in = models.JSONField(default=list, help_text="Questions that differ from the record.")
    leaves = models.JSONField(default=list, help_text="What leaves the dataset files by it.")
    problems = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    kinds = models.JSONField(default=list, help_text="What kinds of doubts there are.")
    reading = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict, help_text="What was done in reading it.")
    corrections = models.JSONField(default=list)
    remark = models.TextField(blank=True)
    let_in_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        ImportRequest, null=True, on_delete=models.PROTECT, related_name="files"
    )
    entered = models.ForeignKey(Sheet, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ("view",)
        ordering = ["id"]
        indexes = [
            models.Index(fields=["batch", "state", "id"], name="desk_file_by_state"),
            models.Index(fields=["state", "id"], name="desk_file_next"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_state_display()}"

    @property
    def base_name(self) -> str:
        """The name without the folders that it came in."""
        return PurePath(self.name).name

    @property
    def brought_by(self) -> list[int]:
        """The ids of those who uploaded the file or corrected something in it."""
        put_right = (fix["person"] for fix in self.corrections if "person" in fix)
        return sorted({self.batch.by_id, *put_right})

    @property
    def says(self) -> SheetContent:
        """The content that was read; call it only for a file that was read."""
        return SheetContent.from_texts(**(self.sheet_says or {}))

    @property
    def key(self) -> str:
        """The sheet's name, such as "4765" or "1020.2"; "" where it is not known."""
        return key_of(self.atop_id, self.phase) if self.atop_id else ""
