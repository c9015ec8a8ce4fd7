"""What the frame round every page shows: the way about for this person, and what waits.

The values are functions, which a template calls only where it shows them: a page without the
frame asks the database nothing.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from coding.models import Revision
from coding.models.compiled_queries import Prepared
from coding.workflow import rules

MOST_COUNTED = 99


def frame(request: HttpRequest) -> dict[str, Callable[[], Any] | str]:
    """Give every template the person's doors, the waiting count, and where it stands."""
    user = getattr(request, "user", None)  # an error page may come before anybody is known
    if user is None:
        return {}
    return {
        "may_read": lambda: rules.why_not_read(user) is None,
        "may_propose": lambda: rules.why_not_propose(user) is None,
        "may_decide": lambda: rules.why_not_decide(user) is None,
        "may_start": lambda: rules.why_not_start(user) is None,
        "may_import": lambda: rules.why_not_import(user) is None,
        "may_run_releases": lambda: rules.why_not_run_releases(user) is None,
        "waiting_count": count_waiting,
        "here": _room(request),
    }


def count_waiting() -> str:
    """Return how many revisions wait for review, counting no further than needed."""
    number = len(_WAITING.rows(most=MOST_COUNTED + 1))
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")


_WAITING = Prepared(lambda: Revision.objects.pending().order_by().values_list("pk"))


def _room(request: HttpRequest) -> str:
    """Return which entry of the navigation the address belongs to."""
    match = request.resolver_match
    if match and match.url_name == "sheets-import":
        return "import"
    return request.path_info.split("/")[1]
