"""A code that nobody has given yet never becomes a value in a file that is made of it."""

import csv
import io
from datetime import date

import pytest

from coding.codebook.cells import MISSING, Codes, Coding
from coding.codebook.sheet import CodedPhase
from coding.datasets.documents.tallies import tallies
from coding.datasets.effects.alliance_effect import AllianceSide
from coding.datasets.every_file import derive
from coding.datasets.formats.columnar import columnar
from coding.datasets.publishable import Publishable, publishable
from coding.datasets.release import DatasetRelease
from coding.models.variables import QUESTIONNAIRE
from tests.datasets.member_rows import CUBA, USA, Cell, named, text_of

RELEASE = DatasetRelease("9.9", date(2018, 12, 31), (), QUESTIONNAIRE)

OF_ALLIANCE = {variable.name: 0 for variable in QUESTIONNAIRE.variables if variable.scope == "A"}
OF_MEMBERS = {variable.name: 0 for variable in QUESTIONNAIRE.variables if variable.scope == "M"}


def coded(state: int, *, lacks: tuple[str, ...] = (), **codes: int) -> Codes:
    """A member with all its codes, 0 where they are not named, but for those it lacks."""
    entered = {"member": state, "yrent": 1900, "moent": 3, "dayent": 15}
    return {n: v for n, v in (OF_MEMBERS | entered | codes).items() if n not in lacks}


def phase(
    *members: Codes, lacks: tuple[str, ...] = (), number: int = 0, **codes: int
) -> CodedPhase:
    """A phase of two members with all codes of the alliance, but for those it lacks."""
    every = {n: v for n, v in (OF_ALLIANCE | {"bilat": 1} | codes).items() if n not in lacks}
    both = members or (coded(USA), coded(CUBA))
    return CodedPhase(1005, number, Coding(every, {str(row["member"]): row for row in both}))


def found_of(*phases: CodedPhase) -> Publishable:
    return publishable([list(phases)], RELEASE)


def first_rows(*phases: CodedPhase) -> dict[str, Cell]:
    """The first row of each file that is made from the member rows."""
    found = found_of(*phases)
    tables = derive(found.rows, found.pairs, RELEASE, found.uncoded)
    texts = {named(table): text_of(table) for table in tables if not table.is_nna}
    return {
        level: next(csv.DictReader(io.StringIO(text, newline=""))) for level, text in texts.items()
    }


@pytest.mark.parametrize(
    ("coding", "milinst"),
    [
        (phase(), "0"),
        (phase(lacks=("milcon",)), ""),
        (phase(lacks=("base",)), ""),
        (phase(lacks=("subord",)), ""),
        (phase(lacks=("subord",), milaid=3), "1"),
        (phase(lacks=("intcom",), milaid=3), ""),
        (phase(lacks=("milcon", "subord"), intcom=1), "2"),
        (phase(subord=MISSING), "0"),
    ],
)
def test_institutionalization_is_empty_where_a_code_could_change_it(coding, milinst) -> None:
    assert first_rows(coding)["inst"]["milinst"] == milinst


@pytest.mark.parametrize("name", ["estmode", "pubsecr", "organ1", "organ2"])
def test_formality_is_empty_while_a_code_of_it_is_not_given(name) -> None:
    assert first_rows(phase(lacks=(name,)))["inst"]["formal"] == ""
    assert first_rows(phase(**{name: MISSING}))["inst"]["formal"] == "0"


def test_a_pair_is_not_said_to_be_symmetric_before_anybody_coded_it() -> None:
    rows = first_rows(phase(lacks=("asymm",)))
    assert (rows["dy"]["asymm"], rows["ddyr"]["asymm"]) == ("", "")
    rows = first_rows(phase(asymm=MISSING))
    assert (rows["dy"]["asymm"], rows["ddyr"]["asymm"]) == ("0", "0")


def test_what_one_member_has_is_not_the_highest_of_all_before_the_others_are_coded() -> None:
    rows = first_rows(phase(coded(USA, notaiden=1), coded(CUBA, lacks=("notaiden",))))
    assert (rows["aph"]["notaiden"], rows["a"]["notaiden"]) == ("", "")
    rows = first_rows(phase(coded(USA, notaiden=1), coded(CUBA, notaiden=MISSING)))
    assert (rows["aph"]["notaiden"], rows["a"]["notaiden"]) == ("1", "1")


def test_what_one_phase_has_is_not_the_highest_of_all_before_the_others_are_coded() -> None:
    rows = first_rows(phase(number=1, milcon=2), phase(number=2, lacks=("milcon",)))
    assert (rows["aph"]["milcon"], rows["a"]["milcon"]) == ("2", "")


def test_a_day_of_begin_is_empty_while_another_day_of_that_month_is_not_coded() -> None:
    rows = first_rows(phase(coded(USA), coded(CUBA, lacks=("dayent",))))
    assert (rows["aph"]["begmo"], rows["aph"]["begday"]) == ("3", "")
    later = coded(CUBA, moent=4, lacks=("dayent",))
    assert first_rows(phase(coded(USA), later))["aph"]["begday"] == "15"


def test_a_member_that_is_in_keeps_its_alliance_in_effect_before_its_day_of_exit_is_coded() -> None:
    left = coded(USA, yrexit=1910, moexit=5, dayexit=6)
    rows = first_rows(phase(left, coded(CUBA, lacks=("dayexit",))))
    assert (rows["aph"]["endyr"], rows["a"]["endyr"]) == ("0", "0")


@pytest.mark.acceptance(28)
def test_no_code_of_an_alliance_has_a_value_in_any_file_where_it_is_not_given() -> None:
    """Each variable that no other one settles, and without which the files can be made."""
    found = {name: found_of(phase(lacks=(name,))) for name in OF_ALLIANCE}
    lacking = [name for name, table in found.items() if name in table.uncoded]
    assert len(lacking) > 30
    for name in lacking:
        said = {row.get(name, "") for row in first_rows(phase(lacks=(name,))).values()}
        assert said == {""}, name


def test_the_documents_count_a_measure_that_waits_for_codes_as_not_coded() -> None:
    found = found_of(phase(lacks=("milcon",)))
    tables = derive(found.rows, found.pairs, RELEASE, found.uncoded)
    table = next(table for table in tables if named(table) == "inst")
    measure = tallies(columnar(table), found.uncoded)["milinst"]
    assert (measure.missing, measure.uncoded) == (0, 1)


def test_the_effect_of_a_first_code_is_that_cells_are_filled() -> None:
    was, now = (
        AllianceSide.of([phase_], RELEASE) for phase_ in (phase(lacks=("milcon",)), phase())
    )
    before, after = ([rows for _, rows in side.tables] for side in (was, now))
    assert before != after
