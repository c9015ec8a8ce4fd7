"""Whether the index says what is approved: of the latest changes for /health/, or of all."""

from collections.abc import Collection, Iterator

from django.db import DatabaseError, OperationalError, connections, router, transaction

from coding.models import Passage, Sheet
from coding.models.passage import PLACES, range_of
from coding.models.questionnaire import BY_NUMBER
from coding.outages import outage_of
from coding.search import passages
from coding.search.passages import Passages
from coding.workflow.visibility import visible_to_all

LATEST = 3  # sheets that are looked at for /health/
MENDED = "as approved: manage.py rebuild_search makes the index anew"
_MEND = "manage.py rebuild_search makes the index anew."
_TABLE = Passage._meta.db_table
_VERSION = 4  # of the form of SQLite's table of words; nothing else is set for it


def why_not_true() -> str | None:
    """Return the first difference on the sheets that changed last; an empty index is one, too."""
    newest = Sheet.objects.order_by("-pk").values_list("pk", flat=True)[:LATEST]
    approved = visible_to_all().order_by("-decided_at").values_list("sheet_id", flat=True)[:LATEST]
    sheets = sorted({*newest, *approved})
    wrong = next(_differing(sheets, passages.passages_of(sheets)), None) if sheets else None
    return f"{wrong} {_MEND}" if wrong else None


def untrue() -> Iterator[str]:
    """Yield each place where the index differs from the approved data."""
    yield from untrue_passages()
    if not words_match_passages():
        yield "The search’s table of words does not fit its passages."


def untrue_passages() -> Iterator[str]:
    """Yield each place where a passage is not what is approved; only reads."""
    known: set[int] = set()
    for sheets, wanted in passages.all_passages():
        yield from _differing(sheets, wanted)
        known.update(sheets)
    for key in Passage.objects.order_by("pk").values_list("pk", flat=True).iterator():
        if key // PLACES not in known:
            yield f"The search knows words of a sheet that there is not ({key // PLACES})."


def _differing(sheets: Collection[int], wanted: Passages) -> Iterator[str]:
    standing: Passages = {}
    for sheet in sheets:
        held = Passage.objects.filter(pk__range=range_of(sheet))
        standing |= dict(held.values_list("pk", "text"))
    wrong = [key for key in standing.keys() | wanted.keys() if standing.get(key) != wanted.get(key)]
    names = {sheet.pk: sheet.key for sheet in Sheet.objects.filter(pk__in=sheets)} if wrong else {}
    for key in sorted(wrong):
        sheet, place = divmod(key, PLACES)
        at = f"Q{place}" if place in BY_NUMBER else "names, members or notes"
        yield f"The search does not know what {names[sheet]} says now ({at})."


def words_match_passages() -> bool:
    """Whether SQLite's table of words matches the passages; PostgreSQL has no such table.

    SQLite only says so to who may write at that moment.
    """
    connection = connections[router.db_for_write(Passage)]
    if connection.vendor != "sqlite":
        return True
    check = f"INSERT INTO {_TABLE}_words({_TABLE}_words, rank) VALUES ('integrity-check', 1)"
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f"SELECT k, v FROM {_TABLE}_words_config")
            is_as_made = cursor.fetchall() == [("version", _VERSION)]
            cursor.execute(check)
    except DatabaseError as error:
        if isinstance(error, OperationalError) and outage_of(error):  # locked, or only to be read
            raise
        return False
    return is_as_made
