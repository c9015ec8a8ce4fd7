"""Seals of rows that come and go: a row of these tables is as the site wrote it last, or is named.

They are no part of the record, and are written far too often for links of the chain. A row has one
seal, the hash of its content, which is written in the transaction of the row; ``coding.record``
compares both. All tables that are sealed are listed in ``coding.models.sealed_rows``.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from coding.models.covered_rows import Covered
from coding.models.inserts import delete, insert


class Seal(models.Model):
    """The hash of a row as the site wrote it last. ``place`` is the name of the rows and a key."""

    place = models.CharField(max_length=330, primary_key=True)
    content = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Seal of {self.place}"


class SealedRows(models.QuerySet[Any]):
    """Seals what is written in bulk, which sends no signal."""

    def update(self, **values: Any) -> int:
        """Update the rows; they are locked first, so that just those are sealed."""
        with transaction.atomic(using=self._written_to()):
            held = self.order_by("pk").select_for_update(of=("self",), no_key=True)
            keys = list(held.values_list("pk", flat=True))
            rows = self.model._base_manager.using(self._written_to()).filter(pk__in=keys)
            number = int(rows.update(**values)) if keys else 0
            self._seal(keys)
        return number

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Insert the rows, or update those that are there."""
        with transaction.atomic(using=self._written_to()):
            made = super().bulk_create(*args, **kwargs)
            self._seal(one.pk for one in made)
        return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def _seal(self, keys: Iterable[Any]) -> None:
        model: Any = self.model
        seal(whole_rows(model), keys, using=self._written_to())

    def _written_to(self) -> str:
        self._for_write = True
        return str(self.db)


class Sealed(models.Model):
    """A table that is sealed. A row is saved and sealed in one transaction."""

    objects = SealedRows.as_manager()

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        using = kwargs.get("using") or DEFAULT_DB_ALIAS
        with transaction.atomic(using=using):
            super().save_base(*args, **kwargs)
            seal(whole_rows(type(self)), [self.pk], using=using)


@lru_cache
def whole_rows(model: Any) -> Covered:
    """Return the rows of a table. Of a file its checksum and size are sealed, not its bytes."""
    files = [field for field in model._meta.fields if isinstance(field, models.BinaryField)]
    return Covered.of(model, left_out=tuple(file.name for file in files))


def place_of(covered: Covered, key: Any) -> str:
    return f"{covered.name} {key}"


def seal(
    covered: Covered, keys: Iterable[Any], *, seals: Any = Seal, using: str = DEFAULT_DB_ALIAS
) -> None:
    """Seal rows as they are now, and take away the seals of those that are gone, or own nothing.

    In a migration ``seals`` is the model of that time.
    """
    wanted, connection = list(dict.fromkeys(keys)), connections[using]
    contents = {
        place_of(covered, key): covered.content(row)
        for key, row in covered.rows(connection, wanted)
        if not (covered.owned and covered.is_blank(row))
    }
    insert(seals, sorted(contents.items()), connection, renewing="place")
    unseal(sorted({place_of(covered, key) for key in wanted} - contents.keys()), using)


def unseal(places: Sequence[str], using: str) -> None:
    """Take away the seals of rows that are gone."""
    delete(Seal, places, connections[using])
