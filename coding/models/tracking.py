"""Base of every tracked model: a row is what its newest history row says.

A change is saved as a history row. The database makes the row follow from it, and lets nothing else
change, add or remove one (coding/protection).
"""

from functools import cache
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import connections, models, router
from django.db.models.deletion import Collector
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from coding.models.declared_once import DeclaredOnce
from coding.models.inserts import SavedOften


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
    """Caches its generated class: making it for each access to a history takes 0.3 ms."""

    @classmethod
    @cache
    def from_queryset(cls, *args: Any, **kwargs: Any) -> Any:
        return super().from_queryset(*args, **kwargs)


class ApprovalRecord(SavedOften):
    """The author of a change in a history row, and the revision that made it.

    The reviewer is ``history_user``, the author's note is ``history_change_reason``. The author's
    name is kept as text too, so that the record outlives the account.
    """

    author_name = models.CharField(max_length=200, blank=True, default="")
    revision = models.ForeignKey(
        "coding.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


_RECORDS = HistoricalRecords(
    inherit=True,
    bases=[ApprovalRecord],
    history_manager=TrackedHistory,
    history_change_reason_field=models.TextField(null=True),
    user_db_constraint=True,
)


class Tracked(models.Model, metaclass=DeclaredOnce):
    """A model whose every change is kept in history and whose rows are never deleted."""

    objects = TrackedQuerySet.as_manager()
    history = _RECORDS

    # Set by coding.workflow before each change, read by the receiver below.
    change: ClassVar[tuple[str, Any]] = ("", None)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WriteRefused(
            f"{type(self).__name__}: save() does not say who changes what, and why. Use "
            "save_tracked of coding/workflow/record_writer.py."
        )

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WriteRefused(f"{type(self).__name__}: nothing that was saved can be removed.")

    def write_down(self) -> None:
        """Insert the present values as a history row, from which the database updates the row.

        Only coding.workflow calls it, once it has noted who makes the change and why.
        """
        using = router.db_for_write(type(self), instance=self)
        if self.pk is None:
            self.pk = next_key(type(self), using)
        _RECORDS.create_historical_record(self, "+" if self._state.adding else "~", using=using)
        self._state.adding, self._state.db = False, using

    def take_off(self) -> None:
        """Remove the row, leaving its history: for a state that was never a member, say.

        Only coding.workflow calls it, with an approved revision as the reason. The database refuses
        it for tables whose rows are never deleted.
        """
        using = router.db_for_write(type(self), instance=self)
        Collector(using=using).collect([self])  # refuses while another row names it
        _RECORDS.create_historical_record(self, "-", using=using)


def next_key(model: type[models.Model], using: str = "default") -> int:
    """Take the key that the next row of a table gets."""
    table, connection = model._meta.db_table, connections[using]
    if connection.vendor == "sqlite":  # which has one writer at a time
        key = "SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = %s"
    else:
        key = "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
    with connection.cursor() as cursor:
        cursor.execute(key, [table])
        return int(cursor.fetchone()[0])


def record_author(sender: type, instance: Tracked, history_instance: Any, **kwargs: Any) -> None:
    history_instance.author_name, history_instance.revision = instance.change


pre_create_historical_record.connect(record_author, dispatch_uid="coding.record_author")

USER = settings.AUTH_USER_MODEL
