"""A frozen release never changes, except that it can be published once.

An imported release that is not published can be withdrawn once, which changes its label.
"""

from collections.abc import Iterator

from coding.models import Release
from coding.models.guarded_tables import columns_of, table
from coding.models.release import DESCRIPTION, LONGEST_LABEL
from coding.models.release import WITHDRAWN as ENDING
from coding.protection.sql import Refusal, differs

_OF_FROZEN = (
    *("cut_off", *DESCRIPTION, "follows", "hashes", "states", "questionnaire"),
    *("held_back", "head"),
    *("freeze_asked_by", "freeze_asked_at", "frozen_by", "frozen_at"),
)
# Characters of a label that are always kept when it is withdrawn: room for "-withdrawn-99".
_STAYS = LONGEST_LABEL - len(ENDING) - 3
_OF_PUBLISHED = ("published_by", "published_at")


def stays_as_frozen() -> Iterator[Refusal]:
    """Yield what is refused before a release is changed."""
    frozen, published = (
        differs(columns_of(Release, names), "OLD", "NEW") for names in (_OF_FROZEN, _OF_PUBLISHED)
    )
    named = differs(("label", "withdrawn"), "OLD", "NEW")
    withdrawn = (
        "OLD.withdrawn = '' AND NEW.withdrawn <> '' AND OLD.frozen_by_id IS NULL AND "
        "OLD.published_at IS NULL AND "
        f"replace(NEW.label, '{ENDING}', '') <> NEW.label AND "
        f"substr(NEW.label, 1, {_STAYS}) = substr(OLD.label || '{ENDING}', 1, {_STAYS})"
    )
    yield Refusal(
        f"OLD.frozen_at IS NOT NULL AND ({frozen} OR ({named}) AND NOT ({withdrawn})) "
        f"OR OLD.published_at IS NOT NULL AND ({published})",
        "a frozen release stays",
    )


def takes_no_more() -> Iterator[Refusal]:
    """Yield what is refused before a sheet is added to a release."""
    frozen = f"SELECT 1 FROM {table(Release)} WHERE id = NEW.release_id AND frozen_at IS NOT NULL"
    yield Refusal(f"EXISTS ({frozen})", "a frozen release stays")
