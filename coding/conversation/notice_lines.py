"""Notices as lists and letters show them, grouped by person and sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from coding.conversation.notice_kinds import APPROVED, KINDS, NoticeKind
from coding.models import Notice, Sheet
from coding.models.questionnaire import BY_NUMBER


@dataclass(frozen=True)
class NoticePlace:
    """Where a notice happened, and the page to which it links."""

    notice: Notice

    @property
    def pk(self) -> int:
        return self.notice.pk

    @property
    def is_unread(self) -> bool:
        return self.notice.read_at is None

    @property
    def words(self) -> str:
        question = self.notice.question
        if question:
            return f"Q{question} {BY_NUMBER[question].label}"
        sheet = self.notice.sheet
        return f"{sheet.key} {sheet.title}" if sheet else "The release gate"

    @property
    def address(self) -> str:
        notice = self.notice
        if notice.sheet is None:
            label = notice.release.label if notice.release else ""
            return reverse("coding:release-gate", args=[label])
        if notice.question is None:
            return reverse("coding:sheet-read", args=[notice.sheet.key])
        if notice.kind == APPROVED.name:
            return reverse("coding:revision-read", args=[notice.revision_id])
        page = reverse("coding:question-write", args=[notice.sheet.key, notice.question])
        return f"{page}#comment-{notice.comment_id}" if notice.comment_id else page

    @property
    def quote(self) -> str:
        """The text of the comment, or of the reviewer; for letters of a project that allows it."""
        if self.notice.comment:
            return self.notice.comment.text
        return self.notice.revision.comment if self.notice.revision else ""


@dataclass(frozen=True)
class NoticeLine:
    """One line: what happened at one place, at several of one sheet, or to several sheets."""

    kind: NoticeKind
    by_name: str
    places: list[NoticePlace]

    @property
    def sheet(self) -> Sheet | None:
        """The sheet of all the notices, if it is the same."""
        sheets = {place.notice.sheet_id for place in self.places}
        return self.places[0].notice.sheet if len(sheets) == 1 else None

    @property
    def at(self) -> datetime:
        return self.places[0].notice.at

    @property
    def is_unread(self) -> bool:
        return any(place.is_unread for place in self.places)

    @property
    def about(self) -> str:
        """What it is about: a place on a sheet, a sheet, or a release."""
        first = self.places[0].notice
        if first.release:
            return f"Release {first.release}"
        if self.sheet is None:
            return f"{len(self.places)} sheets"
        is_one = len(self.places) == 1 and first.question
        return f"{self.sheet.key} Q{first.question}" if is_one else self.sheet.key


def lines_of(notices: Iterable[Notice]) -> list[NoticeLine]:
    """Group consecutive notices of a kind by one person: on one sheet, or about whole sheets."""
    together = groupby(
        notices,
        key=lambda line: (
            line.kind,
            line.by_name,
            line.question and line.sheet_id,
            line.release_id,
        ),
    )
    return [
        NoticeLine(KINDS[kind], by_name, [NoticePlace(notice) for notice in group])
        for (kind, by_name, *_), group in together
    ]
