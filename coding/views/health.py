"""A page for monitoring: is the database there, and is its schema up to date?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the site can work, 503 with the reason when it cannot."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ok": False, "reason": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse({"ok": False, "reason": "migrations are waiting"}, status=503)
    return JsonResponse({"ok": True})
