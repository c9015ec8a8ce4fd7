"""What the frame of every page shows: the person's navigation, and how much waits.

Database counts are lazy, since a page may not show them. Permissions and shortcuts are not: pages
read them so often that laziness would cost more.
"""

from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from coding.conversation.notices import MOST_COUNTED, capped, count_unread
from coding.models.revision import CAME_BACK
from coding.shortcuts import shortcuts_of
from coding.workflow import rules
from coding.workflow.visibility import OwnQuery, VisibleQuery

MAY = {
    "may_read": rules.why_not_read,
    "may_propose": rules.why_not_propose,
    "may_decide": rules.why_not_decide,
    "may_assign": rules.why_not_assign,
    "may_put_aside": rules.why_not_put_aside,
    "may_start": rules.why_not_start,
    "may_import": rules.why_not_import,
    "may_name": rules.why_not_name,
    "may_annotate": rules.why_not_annotate,
    "may_run_releases": rules.why_not_run_releases,
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the person's permissions, shortcuts, counts and place in the navigation."""
    user = getattr(request, "user", AnonymousUser())  # an error page may come before the sign-in
    return {
        **{name: why_not(user) is None for name, why_not in MAY.items()},
        "waiting_count": SimpleLazyObject(partial(count_waiting, user)),
        "returned_count": SimpleLazyObject(partial(count_returned, user)),
        "unread_count": SimpleLazyObject(partial(count_unread, user)),
        "shortcuts": shortcuts_of(user),
        "here": _room(request),
        # One token for all forms of a page; Django would make one for each.
        "csrf_input": SimpleLazyObject(partial(csrf_input, request)),
    }


_WAITING = VisibleQuery(
    lambda revisions: revisions.pending().order_by().values_list("pk")[: MOST_COUNTED + 1]
)
_RETURNED = OwnQuery(
    lambda own: own.filter(CAME_BACK).order_by().values_list("pk")[: MOST_COUNTED + 1]
)


def count_waiting(user: Any) -> str:
    """Return how many revisions wait for this person's review, as a capped count."""
    return capped(_WAITING.number(user))


def count_returned(user: Any) -> str:
    """Return how many revisions were returned to this person and not yet taken up."""
    return capped(_RETURNED.number(user))


def _room(request: HttpRequest) -> str:
    """Return which entry of the navigation the address belongs to."""
    match = request.resolver_match
    if match and (match.url_name or "").startswith(("sheets-import", "desk-")):
        return "import"
    return request.path_info.split("/")[1]
