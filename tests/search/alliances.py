"""Some well-known alliances as printed sheets and with codes, for tests to look for."""

from functools import partial

from django.utils import timezone

from coding.codebook.cells import Coding
from coding.models import Sheet
from coding.models.approved_values import with_codes
from coding.workflow.record_writer import save_tracked
from coding.workflow.release_import import fill_codes
from coding.workflow.usual_names import name_known_alliances
from tests.factories import make_sheet
from tests.shared_rows import shared

# ATOP ID → (signed, members, answers beyond); the years of exit are those of the alliance.
PRINTED = {
    1350: ("May 20, 1882", "255 Germany\n300 Austria-Hungary\n325 Italy", {"q18": "War."}),
    1385: (
        "December 27, 1893",
        "220 France\n365 Russia",
        {"q18": "“Russia shall employ all her available forces.”"},
    ),
    1415: ("January 30, 1902", "200 United Kingdom\n740 Japan", {"q7": "Public."}),
    2360: (
        "May 2, 1935",
        "220 France\n365 Russia",
        {"q18": "The parties owe each other mutual assistance at once (Article 2)."},
    ),
    2445: ("May 22, 1939", "255 Germany\n325 Italy", {"q59": "Toscano 1967, page 307."}),
    3075: (
        "September 2, 1947",
        "2 United States of America\n41 Haiti\n42 Dominican Republic\n70 Mexico\n100 Colombia\n"
        "140 Brazil",
        {"q30": "Disputes go to mediation.", "q18": "assistance that is mutual"},
    ),
    3180: (
        "April 4, 1949",
        "2 United States of America\n20 Canada\n200 United Kingdom\n210 Netherlands\n211 Belgium\n"
        "212 Luxembourg\n220 France\n640 Turkey",
        {"q33": "A council is set up.", "q31": "Integrated command."},
    ),
    3285: (
        "May 14, 1955",
        "290 Poland\n310 Hungary\n315 Czechoslovakia\n365 Russia",
        {"q25": "No separate peace.", "q9": "NATO is named as the reason."},
    ),
    3910: ("March 1, 1961", "437 Ivory Coast\n434 Benin", {"q14": "Says the embassy in Abidjan."}),
    4765: ("January 17, 1996", "370 Belarus\n705 Kazakhstan", {"q15": "The embassies closed."}),
}
ENDED = {1350: 1915, 1385: 1917, 1415: 1921, 2360: 1939, 2445: 1943, 3285: 1991}


@shared
def alliances(db) -> None:
    """All of them, with usual names from the site's table."""
    for atop_id, (signed, members, answers) in PRINTED.items():
        blank = {f"q{number}": "" for number in range(5, 62)}
        sheet = make_sheet(atop_id, q3=signed, q4=members, q2="NA", **{**blank, **answers})
        _code(sheet, signed, members)
    name_known_alliances()


def _code(sheet: Sheet, signed: str, members: str) -> None:
    """Give each member its dates, and the alliance some codes."""
    year, ended = int(signed[-4:]), ENDED.get(sheet.atop_id, 0)
    month = {"January": 1, "March": 3, "April": 4, "May": 5, "September": 9, "December": 12}
    dates = {"yrent": year, "moent": month[signed.split()[0]], "dayent": 1, "yrexit": ended}
    codes = [int(line.split()[0]) for line in members.splitlines()]
    coding = Coding(
        {"milcon": 2 if sheet.atop_id in (3180, 3285) else 0, "speclgth": 1},
        {str(code): {"member": code, **dates, "defense": 1} for code in codes},
    )
    give_codes(sheet, coding)


def give_codes(sheet: Sheet, coding: Coding) -> None:
    """Give a sheet codes, as an import does."""
    save = partial(save_tracked, by=None, at=timezone.now(), reason="As a test has it")
    fill_codes(with_codes(Sheet.objects.filter(pk=sheet.pk)).get(), coding.cells, save)
