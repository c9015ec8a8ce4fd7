"""Printed sheets that an admin asks to bring into the record, until a second person decides."""

from django.db import models

from coding.models.second_person import AskedOfAnother, second_person_decides


class ImportRequest(AskedOfAnother):
    """Asks for new sheets of one batch: who asks to bring them in, and who decided how.

    ``sheets`` tells of each of its ``files`` on the desk which sheet it is, and the hash of what it
    says: nothing else enters the record. ``leaving`` names what a new phase may take out of the
    dataset files.
    """

    sheets = models.JSONField()
    leaving = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = second_person_decides("import_request")

    def __str__(self) -> str:
        return f"Import {self.pk}"
