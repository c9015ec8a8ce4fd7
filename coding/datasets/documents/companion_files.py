"""Every file of an export except the dataset files and the printed sheets, declared once.

Pages, README, codebook and data packages read it: what each file is, what a row of a table is,
which columns identify a row, and how it joins the dataset files. ``name`` is the file's path in the
folder of an export; files in datasets/ are distributed together with the dataset files.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.variables import NO_YES, Kind, Variable
from coding.datasets.columns import Columns
from coding.datasets.documents.recipes import PROGRAMS

DATASETS = "datasets"
SAFE = "-for-spreadsheets.csv"  # the end of the name of a table's variant for spreadsheet programs


@dataclass(frozen=True)
class CompanionFile:
    """A file. Only a table has a ``unit`` of its rows, a ``key``, ``columns``, and ``joins``.

    ``joins`` says which columns of which dataset files have the same values; ``safe`` whether there
    is a variant for spreadsheet programs.
    """

    name: str
    about: str
    unit: str = ""
    key: tuple[str, ...] = ()
    columns: Columns = ()
    joins: str = ""
    is_safe_too: bool = False

    @property
    def file(self) -> str:
        """Its name without the folder."""
        return PurePosixPath(self.name).name

    @property
    def is_table(self) -> bool:
        return bool(self.columns)

    @property
    def terms(self) -> list[tuple[str, str]]:
        """What a user of a table must know, as pairs of a term and its text."""
        possible = (
            ("A row is", self.unit),
            ("Key", ", ".join(self.key)),
            ("Columns", ", ".join(column.name for column in self.columns)),
            ("Joins", self.joins),
            ("For spreadsheet programs", self.variant if self.is_safe_too else ""),
        )
        return [(name, words) for name, words in possible if words]

    @property
    def variant(self) -> str:
        """The path of its variant for spreadsheet programs."""
        return self.name.removesuffix(".csv") + SAFE


@dataclass(frozen=True)
class WrittenCompanion:
    """A file that was written; ``rows`` is None if it has none."""

    kind: CompanionFile
    rows: int | None
    bytes: int
    sha256: str


def _text(name: str, label: str, missing: str = "") -> Variable:
    return Variable(name, label, kind=Kind.TEXT, missing=missing)


_ATOPID = Variable("atopid", "ATOP number of the alliance")
_PHASE = Variable("phase", "phase of the alliance; 0 where it has only one")
_QUESTION = Variable("question", "number of the question on the coding sheet")
_SOURCE = _text("source", "the list and its version, or where else it is known from")
_STILL = "it lasts"
_SPELL = (
    _text("begin", "first day, as YYYY-MM-DD"),
    _text("end", "last day, as YYYY-MM-DD", _STILL),
)

ANSWERS = CompanionFile(
    "answers.csv",
    "What the coding sheets answer, in prose.",
    "a question of a coding sheet, blank ones too",
    ("atopid", "phase", "question"),
    (
        *(_ATOPID, _PHASE, _QUESTION),
        _text("section", "section of the printed sheet, I to V"),
        _text("label", "the question in short"),
        _text("answer", "the answer as approved", "it is blank, and why_blank says why"),
        _text("why_blank", "why there is no answer", "there is one"),
    ),
    "aph on atopid and phase; a, and m, on atopid",
    is_safe_too=True,
)
_DECISION = Variable("decision", "number of the decision; what was approved together has one")
_DECIDED_ON = _text("decided_on", "day of the approval, as YYYY-MM-DD")
_REVIEWER = _text("reviewer", "who approved it", "a printed sheet notes it")
CHANGES = CompanionFile(
    "changes.csv",
    "Every approved change since the release before.",
    "an approved change, in the order of the decisions",
    (),
    (
        *(_DECISION, _DECIDED_ON, _ATOPID, _PHASE, _QUESTION),
        _text("old", "the answer before", "it was blank, or is not known"),
        _text("new", "the answer after", "it is blank"),
        _text("old_codes", "codes that changed, as they were", "no code changed"),
        _text("new_codes", "codes that changed, as they are", "no code changed"),
        _text("codes_in_words", "which codes changed, in words", "no code changed"),
        _text("note", "why, in the author's words", "nothing was said"),
        _text("author", "who proposed it"),
        _REVIEWER,
        _text("version", "the release that it belongs to", "it is the first coding of a sheet"),
        _text("origin", "written here, imported, or printed: noted on a printed sheet"),
    ),
    "aph on atopid and phase; a, and m, on atopid; answers.csv on question, too",
    is_safe_too=True,
)
_MOVED = (
    *(_ATOPID, _text("phases", "phases whose codes changed", "none changed")),
    _text("file", "the dataset file"),
    Variable("came", "how many rows came"),
    Variable("went", "how many rows went"),
    Variable("changed", "how many rows changed"),
    _text("which_came", "which rows came, by their key", "none came"),
    _text("which_went", "which rows went, by their key", "none went"),
    _text("which_changed", "which rows changed, by their key", "none changed"),
)
MOVED_BY_DECISION = CompanionFile(
    "moved-by-decision.csv",
    "Which rows of the dataset files each decision of changes.csv moved.",
    "a decision on an alliance, and a dataset file in which it moved rows",
    ("decision", "atopid", "file"),
    (
        *(_DECISION, _DECIDED_ON, _REVIEWER),
        _text("questions", "numbers of the questions whose codes were decided"),
        *_MOVED,
    ),
    "changes.csv on decision and atopid; a, and m, on atopid",
    is_safe_too=True,
)
MOVED_BY_ALLIANCE = CompanionFile(
    "moved-by-alliance.csv",
    "Which rows of the dataset files moved since the release before.",
    "an alliance, and a dataset file in which rows of it moved",
    ("atopid", "file"),
    _MOVED,
    "a, and m, on atopid",
    is_safe_too=True,
)
COMPARED = CompanionFile(
    "compare.csv",
    "What differs from the release before: codes and answers, with labels and names.",
    "a code or an answer that differs, or a column or question that only one of them has",
    (),
    (
        Variable("atopid", "ATOP number of the alliance", missing="it concerns all alliances"),
        Variable("phase", "phase of the alliance", missing="it concerns all alliances"),
        _text("change", "what happened"),
        Variable("member", "COW country code of the member", missing="it concerns the phase"),
        Variable("spell", "which of the member's times it is", missing="it concerns the phase"),
        _text("member_name", "name of the member", "it concerns the phase"),
        Variable("partner", "COW code of the state that is owed", missing="it concerns no pair"),
        _text("partner_name", "name of the partner", "it concerns no pair"),
        _text("variable", "the variable", "it concerns an answer"),
        _text("label", "label of the variable or question"),
        Variable("question", "number of the question", missing="it belongs to none"),
        _text("old", "the code or answer before", "there was none"),
        _text("new", "the code or answer now", "there is none"),
        _text("old_label", "what the old one means", "it has no label"),
        _text("new_label", "what the new one means", "it has no label"),
    ),
    "aph on atopid and phase; m with member; ddyr with member as stateA and partner as stateB",
    is_safe_too=True,
)
SHEETS = CompanionFile(
    "sheets.json",
    "Every coding sheet with answers, codes, members and revision notes, for programs. Its codes "
    "have the columns' names of the dataset files: codes.atopid and codes.phase join aph, with "
    "members.member m; in what a member owes (owes), member is stateA of ddyr and toward stateB.",
)
LEFT_OUT = CompanionFile(
    f"{DATASETS}/left-out.csv",
    "What is in no dataset file, and why.",
    "an alliance, a phase or a member that is in no dataset file",
    (),
    (
        _ATOPID,
        Variable("phase", "phase; 0 where there is only one", missing="the whole alliance is out"),
        Variable("member", "COW country code of the member", missing="all members are out"),
        _text("why", "the reason, in words"),
    ),
    "the names are those of m: atopid, phase, member",
)
OWES = CompanionFile(
    f"{DATASETS}/owes.csv",
    "What members owe single partners, where their rows in m cannot tell (obvary is 1).",
    "a member and a partner in a phase, to whom it owes something else than its row in m says",
    ("atopid", "phase", "stateA", "stateB"),
    (
        *(_ATOPID, _PHASE),
        Variable("stateA", "COW country code of the state that owes"),
        Variable("stateB", "COW country code of the state that is owed"),
        *(
            Variable(name, f"stateA owes stateB: {name}", codes=NO_YES)
            for name in PRIMARY_OBLIGATIONS
        ),
    ),
    "m on atopid, phase and member, which is stateA; ddyr on stateA and stateB",
)
STATES = CompanionFile(
    f"{DATASETS}/states.csv",
    "The states by their codes.",
    "a state",
    ("state",),
    (
        Variable("state", "COW country code"),
        _text("abbreviation", "abbreviation", "the list gives none"),
        _text("name", "name"),
        _SOURCE,
    ),
    "sy on state; m on member; dy on mem1 and mem2; ddyr on stateA and stateB",
)
STATE_SPELLS = CompanionFile(
    f"{DATASETS}/state-spells.csv",
    "When each state was in the systems of states of the Correlates of War project (COW) and of "
    "Gleditsch and Ward (GW).",
    "a time of a state in a system; one that left and came back has several",
    ("state", "system", "begin"),
    (
        Variable("state", "COW country code"),
        _text("system", "the list: COW or GW"),
        *_SPELL,
        Variable("listed_as", "the state's number in that list", missing="it is the COW code"),
        _SOURCE,
    ),
    "states.csv on state; the year files where the year lies between begin and end",
)
WARS = CompanionFile(
    f"{DATASETS}/wars.csv",
    "The inter-state wars by their COW numbers.",
    "a war",
    ("cowwar",),
    (Variable("cowwar", "COW war number"), _text("name", "name"), _SOURCE),
    "m on cowwar, the war in which a member was when it signed",
)
WAR_SPELLS = CompanionFile(
    f"{DATASETS}/war-spells.csv",
    "Who fought in the inter-state wars, and when.",
    "a time of fighting of a state in a war",
    ("cowwar", "state", "begin"),
    (
        Variable("cowwar", "COW war number"),
        Variable("state", "COW country code"),
        Variable("side", "side, 1 or 2"),
        *_SPELL,
        Variable("days_known", "both days are known, not only their months", codes=NO_YES),
        _SOURCE,
    ),
    "wars.csv on cowwar; states.csv on state",
)

RECORD = (SHEETS, ANSWERS, CHANGES, MOVED_BY_DECISION, MOVED_BY_ALLIANCE, COMPARED)
TABLES = (LEFT_OUT, OWES, STATES, STATE_SPELLS, WARS, WAR_SPELLS)
DOCUMENTS = tuple(
    CompanionFile(f"{DATASETS}/{name}", about)
    for name, about in (
        ("README.txt", "What the files are; read it first"),
        ("codebook.pdf", "Codebook: every variable with its codes"),
        ("codebook.html", "The codebook to search in a browser"),
        ("citation.bib", "How to cite, for BibTeX"),
        ("citation.ris", "How to cite, for reference managers (RIS)"),
        ("citation.json", "How to cite, for programs (CSL-JSON)"),
        ("CITATION.cff", "How to cite, for repositories (CFF 1.2.0)"),
        ("datapackage.json", "Columns and types for programs (Frictionless Data Package)"),
        ("ddi-codebook.xml", "The codebook for archives (DDI-Codebook 2.5)"),
        ("datacite.json", "Description for catalogues (DataCite 4.5)"),
    )
)
SCRIPTS = tuple(
    CompanionFile(
        f"{DATASETS}/FILE{program.ending}", f"How FILE.dta is read in {program.name}, to be run"
    )
    for program in PROGRAMS
)
PACKAGE = CompanionFile(
    "datapackage.json",
    "Columns and types of what lies beside datasets/, for programs (Data Package)",
)
