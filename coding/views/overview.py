"""The project's progress, for everybody who may read sheets."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coding.decorators import reader_only
from coding.forms.places_in_lists import read_id
from coding.forms.since_day import Since
from coding.models.section_stages import EXPLAINED
from coding.pages.overview.bars import decisions_chart
from coding.pages.overview.changed import changed_since
from coding.pages.overview.counts import load_counts, with_findings
from coding.pages.overview.decided import decided_by_day, over_time
from coding.pages.overview.grid import load_grid
from coding.pages.overview.in_force import load_in_force
from coding.pages.overview.people import coders, releases, reviewers
from coding.pages.overview.waiting import ages
from coding.workflow import check_counts

LAST_PAGE = 10_000


@reader_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show the progress of sheets by section, what waits, and for whom."""
    check_counts.count_stale()
    rows, goes_on = load_grid(request.GET.get("after", ""))
    counts = load_counts()
    context = {
        "counts": counts,
        "with_findings": with_findings(),
        "ages": ages(counts.pending_since),
        "stages": EXPLAINED,
        "rows": rows,
        "next": goes_on,
    }
    return render(request, "coding/overview/overview.html", context)


@reader_only
def overview_changes(request: HttpRequest) -> HttpResponse:
    """Show decisions over time, changes since a day, and how much each person did."""
    form = Since.of(request.GET)
    day, decided = form.day, decided_by_day()
    page = min(read_id(request.GET.get("page", "")) or 1, LAST_PAGE)
    changed, has_more = changed_since(day, page)
    context = {
        "form": form,
        "day": day,
        "before": day - timedelta(days=1),  # the comparison starts at its end
        "chart": decisions_chart(over_time(form.period, decided), form.period),
        "changed": changed,
        "page": page,
        "has_more": has_more,
        "coders": coders(request.user, day, decided),
        "reviewers": reviewers(day, decided),
        "releases": releases(decided),
        "counts": load_counts(),
    }
    return render(request, "coding/overview/changes.html", context)


@reader_only
def overview_charts(request: HttpRequest) -> HttpResponse:
    """Show how many alliances were in force in each year, by obligation."""
    return render(request, "coding/overview/charts.html", {"in_force": load_in_force()})
