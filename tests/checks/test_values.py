"""Single values: labels, signs, missing ones, codes of a member's own."""

from coding.codebook.cells import MISSING

from .sound_sheet import KAZAKHSTAN, RUSSIA, found, member, only, sheet, with_pairs


def test_a_value_without_a_label_is_told_with_the_codes_there_are():
    finding = only(sheet(refothio=2))
    assert (finding.rule, finding.questions, finding.cells) == ("unlabelled", (47,), ("refothio",))
    assert finding.found == "refothio is 2, which has no label."
    assert finding.fix == "Its codes are “0 no” and “1 yes”."


def test_members_with_the_same_value_are_told_together():
    finding = only(sheet(member(365, notaiden=7), member(705, notaiden=7)))
    assert finding.found == (
        "Russia (365) and Kazakhstan (705): notaiden is 7, which has no label."
    )
    assert finding.cells == ("365/notaiden", "705/notaiden")


def test_numbers_that_stand_for_themselves_need_no_label():
    assert found(sheet(cowid=2005, speclgth=1, length=120)) == []


def test_no_value_is_below_zero_but_the_sign_of_a_missing_one():
    finding = only(sheet(cowid=-1))
    assert (finding.rule, finding.questions) == ("below-zero", (2,))
    assert only(sheet(milcon=-8)).rule == "below-zero"
    assert found(sheet(cowid=MISSING)) == []


def test_what_never_may_be_missing_is_told():
    finding = only(sheet(bilat=MISSING))
    assert (finding.rule, finding.questions, finding.cells) == ("never-missing", (4,), ("bilat",))


def test_a_pair_owes_something_or_nothing_and_is_corrected_at_question_24():
    varying = sheet(member(365, obvary=1), KAZAKHSTAN, RUSSIA | {"member": 2}, asymm=1)
    finding = only(with_pairs(varying, defense=MISSING))
    assert (finding.rule, finding.questions) == ("never-missing", (24,))
    assert finding.cells == ("365>705/defense",)


def test_content_is_not_missing_where_the_text_is_known():
    finding = only(sheet(milcon=MISSING, source=1))
    assert (finding.rule, finding.questions) == ("missing-with-text", (31,))
    assert "milcon is missing (no text of the agreement was found)" in finding.found
    assert found(sheet(milcon=MISSING, source=2)) == []


def test_a_cause_or_a_number_elsewhere_may_be_missing_with_the_text():
    assert found(sheet(cow4id=MISSING, source=1)) == []


def test_a_members_own_code_of_the_alliance_is_told():
    finding = only(sheet(RUSSIA, member(705, cowid=2005)))
    assert (finding.rule, finding.questions) == ("code-of-its-own", (2,))
    assert finding.cells == ("705/cowid", "cowid")
    assert finding.found == "Kazakhstan (705): cowid is “2005”, but for the alliance “missing”."
