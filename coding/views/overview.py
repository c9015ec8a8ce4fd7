"""Where the project stands, for everybody who may read sheets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coding.decorators import reader_only
from coding.models.section_stages import EXPLAINED
from coding.pages.overview.counts import load_counts, with_findings
from coding.pages.overview.grid import load_grid
from coding.pages.overview.waiting import ages


@reader_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show how far sheets are, section by section, what waits, and for whom."""
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
