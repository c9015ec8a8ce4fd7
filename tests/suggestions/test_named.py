"""Numbers, organizations, and promises in the words of the code."""

import pytest

from coding.codebook.cells import MISSING

from .sheets_of_answers import TWO, codes_of


@pytest.mark.parametrize("answer", ["NA", "N/A", "n/a.", "Not applicable", "N.A."])
def test_an_alliance_without_a_number_has_none_in_the_older_data(answer):
    assert codes_of(q2=answer) == {"cowid": MISSING}


@pytest.mark.parametrize(
    ("answer", "number"), [("3502", 3502), ("#2005", 2005), ("COW 3018", 3018)]
)
def test_a_number_is_that_of_the_older_data(answer, number):
    assert codes_of(q2=answer) == {"cowid": number}


@pytest.mark.parametrize(
    "answer", ["353", "3502, 3503", "3502?", "4235", "None", "No", "Nauru", ""]
)
def test_any_other_number_suggests_nothing(answer):
    assert codes_of(q2=answer) == {}


@pytest.mark.parametrize(
    "answer",
    [
        "Article 6: “The (parties) will not participate in any alliances or blocs directed "
        "against either of them.”",
        "Art. 3: not to enter into any coalition directed against the other",
    ],
)
def test_a_promise_of_no_contrary_alliance_is_one_without_the_word_yes(answer):
    assert codes_of(TWO, q27=answer) == {"365/noothall": 1, "705/noothall": 1}


@pytest.mark.parametrize(
    "answer",
    [
        "See Article 6",
        "Article 6: alliances against third states are not affected",
        "Article 6: will not join alliances, unless they are directed against aggressors",
        "No (Article 6: may not participate in alliances directed against a party)",
    ],
)
def test_other_words_about_alliances_suggest_nothing(answer):
    assert codes_of(TWO, q27=answer) == {}


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("Yes", {"medarb": 1}),
        ("Yes. Article 9: arbitration by a tribunal.", {"medarb": 1}),
        ("Yes. Article 9: consultations and negotiations.", {}),
        ("Article 9: arbitration", {}),
    ],
)
def test_formal_settlement_is_more_than_negotiation(answer, cells):
    assert codes_of(q30=answer) == cells


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("No", {"reflnun": 0, "refothio": 0}),
        ("United Nations (Preamble)", {"reflnun": 2}),
        ("Yes. Article 51 of the UN Charter", {"reflnun": 2}),
        ("Covenant of the League of Nations", {"reflnun": 1}),
        ("League of Arab States", {}),
        ("League of Nations and United Nations", {}),
        ("No reference to the United Nations", {}),
        ("Organization of African Unity", {}),
        ("Eurasian Economic Community", {"refothio": 1}),
        ("the UN and the World Bank", {"reflnun": 2, "refothio": 1}),
        ("fun", {}),
    ],
)
def test_organizations_are_read_by_name(answer, cells):
    assert codes_of(q47=answer) == cells


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("No", {"natrefal": 0}),
        (
            "Yes. CSCE—the parties confirm their adherence to the obligations assumed",
            {"natrefal": 1},
        ),
        ("CSTO – Preamble reaffirms obligations in this organization.", {"natrefal": 1}),
        ("NATO as a threat, and reaffirms the obligations of the CSTO", {}),
        ("Does not conform to the obligations of 3205", {}),
        ("Reaffirms the obligations under the UN Charter", {}),
        ("OSCE - Emphasizing the commitment to the principles", {}),
        ("They confirm. Other obligations follow.", {}),
    ],
)
def test_another_alliances_obligations_are_kept_in_those_words(answer, cells):
    assert codes_of(q48=answer) == cells


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("Yes. Trade.", {"nomicoop": 1}),
        ("Article 11 (civil rights)\nArticle 26 (culture)", {"nomicoop": 1}),
        ("Education, art, health and tourism (art. 11)", {"nomicoop": 1}),
        ("Article 4 (bases)", {}),
        ("economic", {}),
        ("None in Article 4 (trade)", {}),
        ("Article 4 (trade), but only in war", {}),
    ],
)
def test_cooperation_is_a_field_with_its_article(answer, cells):
    assert codes_of(q50=answer) == cells


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("No.", {"interv": 0}),
        ("Article 1. “The parties establish … noninterference in internal affairs”", {"interv": 1}),
        ("They undertake not to intervene in each other’s domestic affairs", {"interv": 1}),
        ("Each party shall refrain from interfering in the internal affairs", {"interv": 1}),
        ("Yes. Mutual non-intervention in internal political affairs.", {"interv": 1}),
        ("Russia promises non-interference in internal affairs", {}),
        ("Parties have a right of non-interference in internal affairs; one may intervene", {}),
        ("The parties promise non-interference in internal affairs except after a coup", {}),
        ("non-interference", {}),
    ],
)
def test_non_intervention_is_everybodys_promise(answer, cells):
    assert codes_of(q56=answer) == cells
