"""What tells a person that something happened. It is no part of the record."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from coding.models.comment import Comment
from coding.models.release import Release
from coding.models.revision import Revision
from coding.models.seal import Sealed
from coding.models.sheet import Sheet


class Notice(Sealed):
    """One event for one person: what kind, where, and by whom; nothing of an answer.

    It is shown on the site, sent by e-mail, or both. ``letter`` names the e-mail that contains it
    and is set before sending; ``mailed_at`` is set afterwards.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    sheet = models.ForeignKey(Sheet, models.CASCADE, null=True, related_name="+")
    question = models.PositiveSmallIntegerField(null=True)
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    release = models.ForeignKey(Release, models.CASCADE, null=True, related_name="+")
    on_site = models.BooleanField()
    read_at = models.DateTimeField(null=True)
    by_mail = models.BooleanField()
    letter = models.CharField(max_length=32, blank=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["person"],
                name="notice_unread",
                condition=Q(on_site=True, read_at=None),
            ),
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(
                fields=["person", "at"],
                name="notice_to_mail",
                condition=Q(by_mail=True, mailed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"
