"""Printed sheets that an admin asks to bring into the record, until a second person decides."""

from django.db import models

from coding.models.second_person import AskedOfAnother, second_person_decides


class ImportRequest(AskedOfAnother):
    """A request to import new sheets of one batch: who asked, and who decided how.

    ``sheets`` has, for each of its ``files`` on the desk, the sheet and the hash of its content:
    nothing else is imported. ``leaving`` names what a new phase may take out of the dataset files.
    """

    sheets = models.JSONField()
    leaving = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = second_person_decides("import_request")

    def __str__(self) -> str:
        return f"Import {self.pk}"
