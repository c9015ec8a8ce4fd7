"""The files that sheets were read from, kept with them as they came."""

from django.db import models

from coding.models.sheet import Sheet
from coding.models.tracking import USER


class Original(models.Model):
    """A file as it was uploaded, by whom, and the sheet read from it. Written once.

    ``said`` tells how it was read: ``repairs``, what was ``unread``, ``doubts`` with who looked at
    them, ``corrections`` with who made them; who imported it; and whether it was ``brought_later``,
    when the sheet had the same content already.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="originals")
    name = models.CharField(max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    content = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200, help_text="Who brought it.")
    said = models.JSONField(default=dict)

    class Meta:
        default_permissions = ("view",)
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.name}"
