"""Base of every tracked model: each approved change leaves a history row, without exception."""

from functools import cache
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from coding.models.declared_once import DeclaredOnce


class WriteRefused(Exception):
    """A write that would leave no history row, or would delete from the record."""


class TrackedQuerySet(models.QuerySet[Any]):
    """Refuses the writes that leave no history row."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise WriteRefused(f"{self.model.__name__}: update() writes no history; save each row.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WriteRefused(f"{self.model.__name__}: bulk_create() writes no history.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WriteRefused(f"{self.model.__name__}: bulk_update() writes no history.")

    def delete(self) -> NoReturn:
        raise WriteRefused(f"{self.model.__name__}: nothing that was saved can be removed.")


class TrackedHistory(HistoryManager):
    """Keeps its class, which would be made anew each time a history is asked for: 0.3 ms."""

    @classmethod
    @cache
    def from_queryset(cls, *args: Any, **kwargs: Any) -> Any:
        return super().from_queryset(*args, **kwargs)


class ApprovalRecord(models.Model):
    """Whose change a history row is, and by which revision.

    The reviewer is ``history_user``, the author's note is ``history_change_reason``. The author's
    name is kept as text too, so that the record outlives the account.
    """

    author_name = models.CharField(max_length=200, blank=True, default="")
    revision = models.ForeignKey(
        "coding.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Tracked(models.Model, metaclass=DeclaredOnce):
    """A model whose every change is kept in history and whose rows are never deleted."""

    objects = TrackedQuerySet.as_manager()
    history = HistoricalRecords(
        inherit=True,
        bases=[ApprovalRecord],
        history_manager=TrackedHistory,
        history_change_reason_field=models.TextField(null=True),
        user_db_constraint=True,
    )

    # Set by coding.workflow before each save, read by the receiver below.
    change: ClassVar[tuple[str, Any]] = ("", None)

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WriteRefused(f"{type(self).__name__}: nothing that was saved can be removed.")

    def take_off(self) -> None:
        """Remove the row, leaving its history: for a state that was never a member, say.

        Only coding.workflow calls it, with an approved revision as the reason. The database refuses
        it for tables whose rows are never deleted.
        """
        super().delete()


def record_author(sender: type, instance: Tracked, history_instance: Any, **kwargs: Any) -> None:
    history_instance.author_name, history_instance.revision = instance.change


pre_create_historical_record.connect(record_author, dispatch_uid="coding.record_author")

USER = settings.AUTH_USER_MODEL
