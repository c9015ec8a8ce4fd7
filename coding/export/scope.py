"""What an export contains: the record, or a frozen release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from coding.codebook.questionnaire import Questionnaire
from coding.datasets.documents.companion_files import (
    ANSWERS,
    CHANGES,
    COMPARED,
    MOVED_BY_ALLIANCE,
    MOVED_BY_DECISION,
    SHEETS,
    CompanionFile,
)
from coding.datasets.documents.publication import Publication
from coding.datasets.release import UNRELEASED, DatasetRelease, nightly_label
from coding.export.held_back import NOTHING_HELD, AllHeldBack
from coding.export.release_flags import FlagColumns
from coding.export.reports import ExportFailed
from coding.models.times import day_of
from coding.models.variables import QUESTIONNAIRE

NO_DAY = date(1970, 1, 1)  # the day of an empty record, since Stata and SPSS files need one


@dataclass(frozen=True)
class ExportScope:
    """What the manifest says about the data as a whole.

    ``release`` is the label of the frozen release or, for the record, of the open one; None if none
    is open. ``has_prose`` is False for a release imported from its published files. ``cut_off`` is
    None if no member is coded. ``compared_with`` is the label of the release before; an imported
    release has no changes since that one. ``changes_since`` is when the previous release was
    frozen, ``changes_until`` when this one was. ``published_on`` is known for some imported
    releases. ``said`` may have citation, note, DOI, address and licence; ``older_doi`` is that of
    the release before; ``corrections`` is how many corrections of citations are included,
    ``corrected`` the day of the last one of its own. ``hashes`` has each CSV file's SHA-256 at the
    freeze, by its stem. ``held`` is what the release holds back; ``delayed`` has, by ATOP ID, from
    when to count the changes of alliances that earlier releases held back. ``head`` is the hash of
    the last link of the chain at the end of the data; for a frozen release, before its freeze.
    ``said_on`` is when the texts in the record's files other than data last changed.
    """

    sheets: int
    data_as_of: str | None
    release: str | None
    is_frozen: bool = False
    has_prose: bool = True
    cut_off: date | None = None
    flags: FlagColumns = field(default_factory=FlagColumns)
    compared_with: str | None = None
    changes_since_release: str | None = None
    changes_since: datetime | None = None
    changes_until: datetime | None = None
    published_on: date | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    older_doi: str = ""
    corrections: int = 0
    corrected: date | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    questionnaire: Questionnaire = field(default=QUESTIONNAIRE, repr=False)
    held: AllHeldBack = NOTHING_HELD
    delayed: Mapping[int, datetime | None] = field(default_factory=dict)
    head: str = ""
    said_on: date = NO_DAY

    @property
    def record_files(self) -> tuple[CompanionFile, ...]:
        """The files outside the folder of the datasets."""
        files = (ANSWERS, CHANGES, MOVED_BY_DECISION) if self.has_prose else ()
        compared = (MOVED_BY_ALLIANCE, COMPARED) if self.compared_with else ()
        return (SHEETS, *files, *compared)

    @property
    def remark(self) -> str | None:
        """What is unusual about the export, or None."""
        if self.has_prose:
            return None
        return (
            f"Release {self.release} was recorded from its published files. They hold codes and no "
            "prose: the answers in sheets.json are blank, and there are no printed sheets, no "
            "answers.csv and no changes.csv."
        )

    @property
    def day(self) -> date:
        """The day of the data: of their publication or freeze, or of their last change.

        That is an approved change, or one of the other texts in the files: what is held back, how
        the release is cited, the names of states. Nights without one have the same day. It is a day
        of the project's zone, like those of changes.csv and of the pages.
        """
        last = day_of(datetime.fromisoformat(self.data_as_of)) if self.data_as_of else NO_DAY
        return self.published_on or max(last, self.said_on)

    @property
    def version(self) -> str:
        """The release's label; for the record a nightly one, not to be mistaken for a release."""
        label = self.release or UNRELEASED
        return label if self.is_frozen else nightly_label(label, self.day)

    def publication(self) -> Publication:
        """Return the dataset files' description. Raises ExportFailed for a malformed label."""
        release = replace(self.dataset_release(), label=self.version)
        held_back = tuple(self.held.alliances.values())
        return Publication(
            release,
            self.day,
            self.is_frozen,
            older_doi=self.older_doi,
            held_back=held_back,
            corrected=self.corrected,
            **self.said,
        )

    def dataset_release(self) -> DatasetRelease:
        """Return the release as its files will be frozen. Raises ExportFailed for a bad label."""
        try:
            label, cut_off = self.release or UNRELEASED, self.cut_off or date.max
            return DatasetRelease(label, cut_off, self.flags.names, self.questionnaire)
        except ValueError as unfit:
            raise ExportFailed(f"{unfit} An admin can rename the open release.") from None
