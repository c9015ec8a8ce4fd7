"""What is still to do on a sheet: which codes are asked for, and which of them are given."""

from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import MISSING, Coding
from coding.codebook.derived import CONDITIONS, PRIMARY_OBLIGATIONS, SECRART_BY_PUBSECR
from coding.codebook.still_to_do import count, gaps, with_settled
from coding.models.variables import BY_NAME, VARIABLES

CODED = [code for code in VARIABLES if code.is_coded]
OF_MEMBER = [code.name for code in CODED if code.scope == "M" and code.name != "member"]
SETTLED = {code.name: code for code in CODED if code.settled_by}


def cells_of(coding: Coding) -> set[str]:
    return {gap.cell for gap in gaps(coding, VARIABLES)}


def test_every_code_is_asked_for_on_an_empty_sheet_and_a_member():
    found = gaps(Coding(), VARIABLES)
    assert {gap.variable.name for gap in found if gap.cell} == {
        variable.name for variable in CODED if variable.scope == "A"
    }
    (roster,) = (gap for gap in found if not gap.cell)
    assert (roster.variable.name, roster.question) == ("member", 4)
    assert count(Coding(), VARIABLES) == (0, len(found))


def test_conditions_are_asked_for_where_the_obligation_is_owed_or_not_coded_yet():
    def asked(**codes):
        found = cells_of(Coding(members={"365": {"member": 365, **codes}}))
        return {name for name in CONDITIONS["defcon"] if f"365/{name}" in found}

    assert asked(defense=0) == set()
    assert asked(defense=1) == asked() == {*CONDITIONS["defcon"]}


def test_what_is_settled_has_its_value_in_the_files_and_what_is_given_stays():
    secret = with_settled(Coding({"pubsecr": 2, "organ1": 0, "orgpurp1": 3}), VARIABLES)
    assert secret.alliance["secrart"] == 8
    assert secret.alliance["orgpurp1"] == 3
    unknown = with_settled(Coding({"pubsecr": MISSING, "proren": MISSING}), VARIABLES)
    assert unknown.alliance["secrart"] == unknown.alliance["renewlgt"] == MISSING
    assert "secrart" not in with_settled(Coding({"pubsecr": 1}), VARIABLES).alliance


def test_the_content_of_a_secret_follows_the_rule_that_the_checks_have():
    assert BY_NAME["secrart"].settled == SECRART_BY_PUBSECR


def test_a_code_is_settled_by_one_of_the_same_row_that_no_other_settles():
    for variable in SETTLED.values():
        by = BY_NAME[variable.settled_by]
        assert (by.scope, by.where) == (variable.scope, variable.where)
        assert not by.settled_by
        assert all(
            variable.allows(value) or value == MISSING for value in variable.settled.values()
        )


def test_what_a_member_owes_one_partner_is_asked_for_as_a_whole_once_any_of_it_is_given():
    members = {key: {"member": int(key)} for key in ("365", "370")}
    plain = Coding(members=members)
    begun = Coding(members=members, pairs={("365", "370"): {"defense": 1}})
    lacking = cells_of(begun) - cells_of(plain)
    names = ("offense", "neutral", "nonagg", "consul")
    assert lacking == {f"365>370/{name}" for name in names}
    given, asked = count(plain, VARIABLES)
    assert count(begun, VARIABLES) == (given + 1, asked + 5)


codings = st.builds(
    lambda alliance, members, owed: Coding(
        alliance,
        {str(key): {"member": key, **codes} for key, codes in members.items()},
        {("2", "200"): owed} if owed and {2, 200} <= members.keys() else {},
    ),
    st.dictionaries(
        st.sampled_from([code.name for code in CODED if code.scope == "A"]), st.sampled_from([0, 1])
    ),
    st.dictionaries(
        st.sampled_from([2, 200, 365]),
        st.dictionaries(
            st.sampled_from(
                [code.name for code in CODED if code.scope == "M" and code.name != "member"]
            ),
            st.sampled_from([0, 1]),
        ),
    ),
    st.dictionaries(st.sampled_from(PRIMARY_OBLIGATIONS), st.sampled_from([0, 1])),
)


@given(codings)
def test_what_is_asked_for_and_not_given_is_what_is_listed(coding):
    number, asked = count(coding, VARIABLES)
    assert asked - number == len(gaps(coding, VARIABLES))
    assert cells_of(coding).isdisjoint(coding.cells)


@given(codings)
def test_settling_adds_no_gap_and_takes_none_away(coding):
    settled = with_settled(coding, VARIABLES)
    assert gaps(settled, VARIABLES) == gaps(coding, VARIABLES)
    assert coding.cells.items() <= settled.cells.items()
