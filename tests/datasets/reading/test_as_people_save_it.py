"""The same rows, as spreadsheets and statistical programs save them, are the same rows."""

import gzip
import io
import tarfile
import zipfile

import pandas
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.datasets.reading import separated_text
from coding.datasets.reading.packed_files import MOST_BYTES
from tests.costly import on_the_gate

from .small_member_files import HEADER, csv_of, pair, read, read_text, row

ROWS = [*pair(cowid="", dayent=""), row(atopid=4860, member=255, refothio=2, cowid=3001)]
TEXT = csv_of(ROWS, end="\n").decode()
NAMES, *LINES = TEXT.splitlines()


def lines_of(change, names=NAMES):
    return "\n".join([names, *map(change, LINES), ""])


def cells(change):
    """The file with every value changed."""
    return lines_of(lambda line: ",".join(map(change, line.split(","))))


def passed_over(content, name="m.csv"):
    """What is told of a file that has the rows."""
    file = read_text(content, name)
    assert (file.problems, [row.values for row in file.rows]) == (
        (),
        [row.values for row in read(ROWS).rows],
    )
    assert file.label == "5.1"
    return [rule.rule for rule in file.passed_over]


def refusal(content, name="m.csv"):
    """The first problem of a file."""
    return read_text(content, name).problems[0]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        TEXT.replace(",", "|"),
        "sep=,\n" + TEXT,
        "sep=;\n" + TEXT.replace(",", ";"),
        '"sep=\t"\n' + TEXT.replace(",", "\t"),
        "\ufeff" + TEXT,
        "\ufeffsep=,\n" + TEXT,
        "\n\n" + TEXT,
        TEXT.replace("\n", "\r"),
        TEXT.replace("\n", "\r\n") + "\x1a",
        TEXT.rstrip("\n"),
        lines_of(str, NAMES.upper()),
        lines_of(str, NAMES.title()),
        lines_of(str, NAMES.replace(",", " , ")),
        lines_of(str, NAMES.replace(",", ",\u200b")),
        cells(lambda value: f'"{value}"'),
        cells(lambda value: f" {value}\u00a0"),
        cells(lambda value: f"{value}.0" if value.isdigit() else value),
        cells(lambda value: f"{value}." if value.isdigit() else value),
        cells(lambda value: f"0{value}" if value.isdigit() else value),
        TEXT.replace(",", ";").replace(";5.1", ";5,1"),
        TEXT.replace(",5.1", ",5.0999999"),
    ],
)
def test_what_a_program_changes_on_the_paper_only_is_read_in_silence(text):
    assert passed_over(text) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_letters_in_any_of_unicodes_ways_are_read(encoding):
    assert passed_over(TEXT.replace(",", "\t").encode(encoding)) == []


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp437"])
def test_blanks_of_older_alphabets_are_no_letters(encoding):
    assert passed_over(TEXT.replace(",", ",\u00a0").encode("cp1252")) == []
    assert passed_over(("\ufeff" + TEXT).encode()) == []


@pytest.mark.parametrize("sign", [".", "NA", "NaN", "nan", "<NA>"])
def test_the_signs_of_statistical_programs_for_a_missing_value_are_read_and_counted(sign):
    told = passed_over(cells(lambda value: value or sign))
    assert told == ["4 cells hold a sign for a missing value, and were read as empty."]


def test_empty_rows_and_columns_are_skipped_and_told():
    empty = "," * NAMES.count(",") + "\n"
    assert passed_over(TEXT + empty * 3) == ["3 rows are empty, up to line 7, and skipped."]
    assert passed_over("\n".join(f"{line}," for line in TEXT.splitlines())) == [
        "Column Y is empty, and skipped."
    ]
    assert passed_over("\n".join(f",{line},," for line in TEXT.splitlines())) == [
        "Column A is empty, and was skipped.",
        "Columns Z to AA are empty, and skipped.",
    ]


@pytest.mark.parametrize("name", ["", '""', "Unnamed: 0", "...1", "X", "index"])
def test_a_column_that_counts_the_rows_is_skipped_and_told(name):
    counted = [f"{name},{NAMES}", *(f'"{at}",{line}' for at, line in enumerate(LINES))]
    assert passed_over("\n".join(counted)) == ["Column A counts the rows, and was skipped."]


@pytest.mark.parametrize("values", ["a,b,c", "1,1,2", "3,2,1", "1,,2"])
def test_a_column_without_a_name_that_holds_values_is_refused_with_its_cell(values):
    lines = [f",{NAMES}", *(f"{a},{b}" for a, b in zip(values.split(","), LINES, strict=True))]
    assert (
        "without a name of the dataset holds a value, in cell A" in refusal("\n".join(lines)).rule
    )


def test_a_value_beyond_the_names_is_refused_with_its_cell():
    found = refusal(lines_of(lambda line: f"{line},,x", f"{NAMES},,"))
    assert (found.found, "in cell Z2" in found.rule) == ("x", True)


@pytest.mark.parametrize("above", ["ATOP 5.1 member level\n", "Table 1\n\n", ";;;\nfrom; me\n"])
def test_a_title_above_the_names_is_told_with_the_line_of_the_names(above):
    found = refusal(above + TEXT)
    assert f"stand in line {above.count(chr(10)) + 1};" in found.rule


def test_names_in_one_cell_are_told():
    assert "in one cell, with commas" in refusal("\n".join(f'"{x}"' for x in [NAMES, *LINES])).rule
    assert "separated by spaces" in refusal(TEXT.replace(",", " ")).rule


def test_the_cell_of_a_fault_is_named_as_the_program_shows_it():
    wrong = TEXT.replace(",5.1\n", ",x\n", 1)
    for content in (wrong, "sep=,\n" + wrong):
        assert (refusal(content).line, refusal(content).column) == (2, "version")
    fault = read_text(
        ",\ufeff" + lines_of(lambda line: f",{line}".replace("1500", "15OO"))
    ).problems
    assert fault[0].place == "cell B2"


def test_a_name_in_which_something_unseen_stands_is_shown():
    found = read_text(lines_of(str, NAMES.replace("estmode", "est\u00a0mode"))).problems
    assert [rule.rule for rule in found] == [
        "Columns are missing: estmode.",
        "Columns are unknown: est[no-break space]mode.",
    ]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ('"15\n00"', "A line break stands inside the cell that begins so."),
        ('"15\n0\n0"', "A line break stands inside the cell that begins so."),
        ('"1500', "A quotation mark opens the cell that begins so, and none closes it."),
        ('"15"00', "Something stands between a closing quotation mark and the end of its cell."),
    ],
)
def test_what_is_wrong_with_quotation_marks_is_said_in_our_words(cell, rule):
    lines = [NAMES, f"{cell}{LINES[0][4:]}", *LINES[1:]]
    found = refusal("\n".join(lines))
    assert (found.line, found.rule) == (2, rule)
    assert found.found.startswith("15" if "begins so" in rule else '"15"00')


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, what in files.items():
            archive.writestr(name, what)
    return content.getvalue()


def test_packed_files_are_read():
    assert passed_over(gzip.compress(TEXT.encode()), "m.csv.gz") == []
    assert passed_over(packed(**{"ATOP 5.1/atop5_1m.csv": TEXT}), "m.zip") == []
    beside = {
        "__MACOSX/._m.csv": "x",
        "ATOP/._m.csv": "x",
        "ATOP/.DS_Store": "x",
        "ATOP/m.csv.gz": gzip.compress(TEXT.encode()),
    }
    assert passed_over(packed(**beside), "m.zip") == []


def test_the_file_in_a_packed_one_is_named():
    found = refusal(packed(**{"a/m.csv": TEXT.replace("1500", "x")[:-1]}), "files.zip")
    assert found.file == "files.zip: m.csv"


def test_the_name_of_a_packed_file_tells_what_it_is_too():
    assert read_text(packed(**{"a/m_NNA.csv": TEXT}), "files.zip").name == "files.zip: m_NNA.csv"


def test_a_packed_file_of_several_is_refused_with_their_names():
    found = refusal(packed(**{f"atop5_1{level}.csv": TEXT for level in ("a", "m")}))
    assert ("holds 2 files" in found.rule, found.found) == (True, "atop5_1a.csv, atop5_1m.csv")
    assert "holds no file" in refusal(packed()).rule


@pytest.mark.parametrize("cut", [15, 60, -1])
def test_a_packed_file_that_was_cut_off_is_told(cut):
    for content in (gzip.compress(TEXT.encode()), packed(**{"m.csv": TEXT})):
        assert "damaged or cut off" in refusal(content[:cut]).rule


@on_the_gate
def test_a_small_file_that_is_vast_inside_is_refused():
    bomb = gzip.compress(bytes(MOST_BYTES + 1))
    for content in (bomb, packed(**{"m.csv": bytes(MOST_BYTES + 1)})):
        assert len(content) < 1_000_000
        assert "too large" in refusal(content).rule


def test_a_line_without_end_and_lines_without_end_are_refused(monkeypatch):
    assert "longer than any" in refusal(TEXT + "1," * 100_000).rule
    monkeypatch.setattr(separated_text, "_MOST_LINES", 1000)
    assert "more than 1,000 lines" in refusal(TEXT + "\n" * 1000).rule


def of_pandas(write):
    content = io.BytesIO()
    getattr(pandas.read_csv(io.StringIO(TEXT)), write)(content)
    return content.getvalue()


def tar():
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("m.csv"))
    return content.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "an Office file locked with a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document (.doc)"),
        (b"$FL2@(#) SPSS DATA FILE", "an SPSS file (.sav)"),
        (gzip.compress(b"RDX3\nX\n\0\0\0\3"), "an R data file"),
        (gzip.compress(b"X\n\0\0\0\3\0\4\2\1"), "an R data file (.rds)"),
        (bytes(12) + b"\xc2\xea\x81\x60\xb3\x14", "a SAS data set (.sas7bdat)"),
        (b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!", "a SAS transport file (.xpt)"),
        (b"PAR1\x15\x04\x15", "a Parquet file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"<!DOCTYPE html>\n<html><head>", "a web page"),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "a web page"),
        (
            b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><spreadsheet",
            "an XML spr",
        ),
        (b'[{"atopid": 1005}]', "a JSON file"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"BZh91AY&SY", "a file packed with bzip2"),
        (b"7z\xbc\xaf\x27\x1c", "a file packed with 7-Zip"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "a pointer of Git LFS"),
        (packed(**{"xl/workbook.bin": "x", "[Content_Types].xml": "x"}), "a binary Excel workbook"),
        (packed(**{"word/document.xml": "x", "[Content_Types].xml": "x"}), "a Word document"),
        (packed(**{"Index/Document.iwa": "x"}), "an Apple Numbers or Pages document"),
        (
            packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "an OpenDocument spreadsheet (.ods)",
        ),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument document"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(content, what):
    found = refusal(content)
    assert found.rule.startswith(f"This is {what}")
    assert (found.found, "\\x" in str(found)) == ("", False)


def test_files_that_libraries_write_are_called_what_they_are(tmp_path):
    pyreadstat.write_sav(pandas.read_csv(io.StringIO(TEXT)), str(tmp_path / "m.sav"))
    assert "an SPSS file" in refusal((tmp_path / "m.sav").read_bytes()).rule
    assert "a Parquet file" in refusal(of_pandas("to_parquet")).rule
    assert "an archive of files (.tar)" in refusal(tar()).rule


def test_bytes_that_are_no_text_are_never_shown():
    found = refusal(b"\x01\x02\x05\x03\xff\xfe\x07\n\x08")
    assert ("no text" in found.rule, found.found) == (True, "")


DIALECTS = st.fixed_dictionaries(
    {
        "order": st.permutations(range(len(HEADER))),
        "separator": st.sampled_from([",", ";", "\t", "|"]),
        "end": st.sampled_from(["\n", "\r\n", "\r"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
        "said": st.booleans(),
        "upper": st.booleans(),
        "blanks": st.sampled_from(["", " ", "\u00a0"]),
        "quotes": st.booleans(),
        "points": st.booleans(),
        "missing": st.sampled_from(["", ".", "NA"]),
        "empty_rows": st.integers(0, 2),
        "empty_columns": st.integers(0, 2),
        "counts": st.booleans(),
    }
)


def written(dialect):
    """The rows in a dialect: columns in another order, other signs between and around values."""

    def cell(text):
        if text == "" and dialect["missing"]:
            text = dialect["missing"]
        if dialect["points"] and text.isdigit():
            text += ".0"
        blank = dialect["blanks"]
        return f'"{blank}{text}{blank}"' if dialect["quotes"] else f"{blank}{text}{blank}"

    lines = []
    for at, line in enumerate([NAMES.upper() if dialect["upper"] else NAMES, *LINES]):
        found = line.split(",")
        found = [cell(found[place]) for place in dialect["order"]]
        counted = [str(at) if at else ""] if dialect["counts"] else []
        lines.append([*counted, *found, *[""] * dialect["empty_columns"]])
    lines += [[""] * len(lines[0])] * dialect["empty_rows"]
    said = f"sep={dialect['separator']}{dialect['end']}" if dialect["said"] else ""
    text = said + "".join(dialect["separator"].join(line) + dialect["end"] for line in lines)
    return text.encode(dialect["encoding"])


@given(DIALECTS)
def test_in_any_mixture_of_dialects_the_rows_are_the_same(dialect):
    passed_over(written(dialect))


@given(DIALECTS, st.integers(0, len(LINES) - 1), st.integers(1, len(HEADER) - 2), st.data())
def test_a_value_that_was_changed_is_refused_in_any_dialect_or_is_the_same(
    dialect, line, place, data
):
    """Whatever a program made of one value, nothing else than what stood there comes in."""
    changed = data.draw(st.sampled_from(["####", "1,0E+03", "5. Jan", "1'005", "TRUE", "-1", "7%"]))
    lines = [line.split(",") for line in LINES]
    lines[line][place] = changed.replace(",", "." if dialect["separator"] == "," else ",")
    text = "\n".join([NAMES, *(dialect["separator"].join(line) for line in lines)])
    text = text.replace(NAMES, NAMES.replace(",", dialect["separator"]))
    (problem, *others) = read_text(text).problems
    assert (problem.line, problem.column) == (line + 2, HEADER[place])
    assert problem.place.endswith(str(line + 2))
    assert others == []
