"""Messages for the next page: what was decided, with a link to each revision, and what was not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from coding.models import Revision
from coding.views.page_messages import tell
from coding.workflow.review import Verdict
from coding.workflow.rules import read_steps, why_not_propose, why_not_review
from coding.workflow.transitions import SUBMIT
from coding.workflow.visibility import may_see, whole_record


def tell_decided(request: HttpRequest, sentence: str, decided: Sequence[Verdict]) -> None:
    """Store the sentence and the links for the next page."""
    may_propose = why_not_propose(request.user) is None
    context = {"sentence": sentence, "decided": decided, "may_propose": may_propose}
    tell(request, "coding/review/_decided.html", context)


def taken_back(keys: Iterable[int], viewer: Any) -> list[Revision]:
    """Return submitted revisions that their authors have taken back, which the viewer had seen.

    Their present text is hidden from the viewer.
    """
    submitted = whole_record().filter(pk__in=keys, events__step=SUBMIT.name).distinct()
    return [own for own in submitted.select_related("sheet") if not may_see(own, viewer)]


def tell_taken_back(
    request: HttpRequest, gone: Iterable[Revision], comments: Mapping[int, str]
) -> None:
    """Say for each why nothing was decided, and give the reviewer's comment back."""
    drafts = list(gone)
    read_steps(drafts)
    for draft in drafts:
        comment = comments.get(draft.pk, "").strip()
        kept = f" Your comment was “{comment}”" if comment else ""
        why = why_not_review(draft, request.user)
        messages.error(request, f"{draft.sheet} Q{draft.question} is not decided. {why}{kept}")
