"""Pact types, conditions, limits."""

import pytest

from .sheets_of_answers import TWO, codes_of

VARIABLES = ("defense", "offense", "neutral", "nonagg", "consul")


def owed(answer: str, **others: str) -> tuple[int | None, ...]:
    """What member 705 owes, in the order of VARIABLES."""
    cells = codes_of(TWO, q16=answer, **others)
    return tuple(cells.get(f"705/{variable}") for variable in VARIABLES)


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ("Defense Pact, Consultation Pact, Nonaggression Pact", (1, 0, 0, 1, 1)),
        ("Nonaggression pact", (0, 0, 0, 1, 0)),
        ("Nonaggression Pact\nNeutrality", (0, 0, 1, 1, 0)),
        ("mutual defence pact; offense pact and non-aggression", (1, 1, 0, 1, 0)),
        ("Defensive / Offensive", (1, 1, 0, 0, 0)),
        ("Defense, neutrality, and consultation.", (1, 0, 1, 0, 1)),
        ("Neutrality Pact (Article 2)", (0, 0, 1, 0, 0)),
    ],
)
def test_a_list_of_pact_types_is_five_obligations(answer, codes):
    assert owed(answer) == codes


@pytest.mark.parametrize(
    "answer",
    [
        "Defense Pact (Russia only)",
        "Defense Pact, Entente",
        "Not a defense pact",
        "Defense Pact?",
        "N/A",
        "None",
        "Type I",
        "",
        ", and",
    ],
)
def test_a_list_with_anything_else_in_it_suggests_nothing(answer):
    assert owed(answer) == (None,) * 5


@pytest.mark.parametrize("symmetric", ["No", "No. Russia alone defends.", "See 18"])
def test_where_members_may_differ_only_what_is_not_listed_is_read(symmetric):
    assert owed("Defense pact, consultation", q24=symmetric) == (None, 0, 0, 0, None)


def test_without_listed_conditions_only_consultation_on_request_stays_open():
    cells = codes_of(TWO, q19="None")
    assert len(cells) == 2 * 21
    assert set(cells.values()) == {0}
    assert "365/concoreq" not in cells


@pytest.mark.parametrize("answer", ["attack", "specific location", "N/A", "None, but see 22"])
def test_listed_conditions_are_left_to_the_coder(answer):
    assert codes_of(TWO, q19=answer) == {}


def test_no_further_limits_settle_consultation_on_request_with_question_19():
    assert codes_of(TWO, q22="No") == {"365/olimob": 0, "705/olimob": 0}
    assert codes_of(TWO, q19="No", q22="No")["705/concoreq"] == 0


def test_consultation_upon_request_is_a_condition():
    cells = codes_of(TWO, q22="Consultation is contingent upon the request (Article 5)")
    assert cells == {"365/concoreq": 1, "705/concoreq": 1}


@pytest.mark.parametrize(
    "answer",
    [
        "Aid is contingent upon the request",
        "Consultation, and aid upon request",
        "Consultation is only contingent upon the request in war",
    ],
)
def test_another_limit_is_left_to_the_coder(answer):
    assert codes_of(TWO, q22=answer) == {}


def test_who_owes_no_consultation_has_no_condition_for_it():
    cells = codes_of(TWO, q16="Defense pact", q22="Consultation is contingent upon request")
    assert "365/concoreq" not in cells
