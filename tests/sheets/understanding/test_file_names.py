"""ID and phase are read from the sheet, and compared with the file's name."""

import pytest

from coding.sheets.parser import read_sheet
from coding.sheets.understanding.file_names import sheet_named
from tests.sheets.typeset import answers, typed


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("ATOP1350.1.pdf", (1350, 1)),
        ("ATOP1350.pdf", (1350, 0)),
        ("atop_4235.docx", (4235, 0)),
        ("1350.2.txt", (1350, 2)),
        ("ATOP 1350 phase 2.docx", (1350, 2)),
        ("ATOP1350 (1).pdf", (1350, 0)),
        ("ATOP4235_v2.pdf", (4235, 0)),
        ("sheet.txt", None),
        ("question-62.txt", None),
        ("000_e271603715a341c8.txt", None),
    ],
)
def test_a_name_may_tell_the_sheet(file, says):
    assert sheet_named(file) == says


@pytest.mark.parametrize(
    ("file", "stated", "key", "listed", "doubtful"),
    [
        ("ATOP1350.1.txt", "1350", "1350.1", "names no phase", False),
        ("ATOP1350.1.txt", "1350, phase 1", "1350.1", "", False),
        ("ATOP1350.txt", "1350.2", "1350.2", "", False),
        ("ATOP1350.1.txt", "1350.2", "1350.2", "names another sheet", True),
        ("ATOP4235.txt", "1350", "1350", "names another sheet", True),
        ("treaty of 1996.txt", "1350", "1350", "", False),
        ("sheet.txt", "1350 (Phase II)", "1350.2", "", False),
    ],
)
def test_the_sheet_is_followed_and_the_name_compared(file, stated, key, listed, doubtful):
    sheet = read_sheet(file, typed(answers(q1=stated)).encode())
    assert sheet.key == key
    assert listed in " ".join(map(str, sheet.repairs))
    assert bool(sheet.doubts) == doubtful
    assert bool(sheet.repairs) == bool(listed)
