"""What is new and what is revised since the release that was frozen last."""

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.export.release_flags import FlagColumns, flag_columns, flags_of

COLUMNS = FlagColumns(("new5", "rev5"), ("new6", "rev6"))
NOTHING = {"new5": 0, "rev5": 0, "new6": 0, "rev6": 0}


def phase(number: int = 0, *, new5: int = 0, rev5: int = 0, **codes: int) -> CodedPhase:
    """A phase with the members 200 and 220."""
    members = {"200": {"member": 200}, "220": {"member": 220}}
    flags = {key: {"new5": new5, "rev5": rev5} for key in members}
    return CodedPhase(1005, number, Coding({"estmode": 1, **codes}, members), flags)


def told(now: CodedPhase, *before: CodedPhase) -> dict[str, int]:
    """What all members' rows say."""
    told = flags_of(now, {phase.phase: phase for phase in before}, COLUMNS)
    assert set(told) == set(now.coding.members)
    (flags,) = {tuple(flags.items()) for flags in told.values()}
    return dict(flags)


def test_the_open_release_adds_its_own_pair_behind_the_recorded_ones() -> None:
    columns = flag_columns({"rev5", "new5"}, "5.1", "6.0")
    assert columns.names == ("new5", "rev5", "new6", "rev6")


def test_a_release_with_the_same_number_adds_no_columns() -> None:
    assert flag_columns({"rev5", "new5"}, "5.1", "5.2").names == ("new5", "rev5")


def test_pairs_stand_in_the_order_of_their_numbers_however_they_were_kept() -> None:
    kept = ["rev10", "rev9", "new10", "new9"]
    assert flag_columns(kept, "10.0", "10.1").names == ("new9", "rev9", "new10", "rev10")


def test_the_first_release_has_its_own_pair_only() -> None:
    assert flag_columns((), None, "1.0").names == ("new1", "rev1")


def test_without_an_open_release_there_are_only_the_recorded_columns() -> None:
    assert flag_columns({"rev5", "new5"}, "5.1", None).names == ("new5", "rev5")


def test_an_alliance_that_the_release_does_not_have_is_new_and_not_revised() -> None:
    assert told(phase()) == NOTHING | {"new6": 1}


def test_an_unchanged_alliance_is_neither_and_keeps_its_flags() -> None:
    assert told(phase(), phase(rev5=1)) == NOTHING | {"rev5": 1}


def test_any_other_code_makes_it_revised() -> None:
    assert told(phase(milaid=2), phase(milaid=1, new5=1)) == NOTHING | {"new5": 1, "rev6": 1}


def test_a_code_that_the_release_did_not_have_makes_it_revised() -> None:
    assert told(phase(milaid=2), phase())["rev6"] == 1


def test_only_the_phase_with_other_codes_is_revised() -> None:
    before = (phase(1), phase(2, rev5=1))
    assert told(phase(1), *before) == NOTHING
    assert told(phase(2, milaid=1), *before) == NOTHING | {"rev5": 1, "rev6": 1}


def test_a_phase_that_the_release_does_not_have_is_a_revision_of_the_alliance() -> None:
    assert told(phase(2), phase(1, new5=1)) == NOTHING | {"new5": 1, "rev6": 1}


def test_an_alliance_that_got_phases_goes_on_as_its_first_phase() -> None:
    assert told(phase(1), phase(0, rev5=1)) == NOTHING | {"rev5": 1}


def test_a_member_that_came_later_has_the_flags_of_its_phase() -> None:
    now = phase()
    now.coding.members["230"] = {"member": 230}
    assert told(now, phase(rev5=1)) == NOTHING | {"rev5": 1, "rev6": 1}
