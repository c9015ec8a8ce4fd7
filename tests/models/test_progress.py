"""What rows count when they are saved is what the sheet's codes give, however it came about."""

from dataclasses import replace

from django.apps import apps

from coding import protection
from coding.codebook.still_to_do import Progress, count
from coding.models import Membership, Sheet
from coding.models.approved_values import answers_now, approved_coding
from coding.models.progress import (
    count_again,
    lacks_anything,
    lacks_codes,
    progress_of,
    with_answered,
)
from coding.models.variables import VARIABLES
from tests.coded_sheets import BELARUS, code, joins, leaves, owes, with_members
from tests.factories import approved_change, make_sheet, spoil
from tests.releases.record_to_freeze import release

__all__ = ["release"]


def listed() -> dict[str, Progress]:
    """Progress as a list shows it, but for the checks, which are counted when it is shown."""
    rows = list(with_answered(Sheet.objects.all()))
    progress = progress_of(rows)
    return {row.key: replace(progress[row.pk], checks=0) for row in rows}


def recomputed() -> dict[str, Progress]:
    found = {}
    for sheet in Sheet.objects.all():
        answers = answers_now(sheet)
        answered = sum(1 for answer in answers.values() if answer)
        codes = count(approved_coding(sheet), VARIABLES)
        found[sheet.key] = Progress(answered, len(answers), *codes)
    return found


def test_approvals_joining_and_leaving_keep_the_counts(cast):
    sheet = with_members(cast, "370", "705")
    make_sheet(4766, q14="")
    assert listed() == recomputed()
    code(cast, sheet, 16, {**owes("370", "defense"), **owes("705")})
    code(cast, sheet, 36, {"base": 1})
    assert listed() == recomputed()
    approved_change(sheet, 14, "[Not applicable]", by=cast.coder, reviewer=cast.reviewer)
    code(cast, sheet, 14, leaves(str(BELARUS), year=2000))
    code(cast, sheet, 24, {"370/obvary": 1, "370>705/defense": 0})
    assert listed() == recomputed()
    assert Sheet.objects.filter(lacks_codes(), pk=sheet.pk).exists()
    code(cast, sheet, 4, {"705/member": None, **joins("365")})
    assert listed() == recomputed()


def test_a_published_release_is_coded_to_the_end(release):
    assert listed() == recomputed()
    assert all(counts.given == counts.asked for counts in listed().values())
    assert not Sheet.objects.filter(lacks_codes()).exists()
    assert with_answered(Sheet.objects.all()).filter(lacks_anything()).count() == 2  # the prose


def test_lists_find_what_lacks_a_code_of_the_alliance_a_member_or_every_member(release):
    row = Sheet.objects.get(atop_id=3005).institutionalization
    row.base = None
    spoil(row)
    member = Membership.objects.filter(sheet__atop_id=4765).first()
    member.defense = None
    spoil(member)
    make_sheet(5200)
    found = Sheet.objects.filter(lacks_codes()).values_list("atop_id", flat=True)
    assert set(found) == {3005, 4765, 5200}


def test_after_a_migration_the_rows_count_what_is_declared_now(cast, release):
    right = listed()
    protection.remove()
    Membership._base_manager.update(codes_given=0, codes_asked=1)
    histories = Membership.history.count()
    assert listed() != right
    count_again(apps, "default")
    assert listed() == right
    assert Membership.history.count() == histories
