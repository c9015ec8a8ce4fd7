"""Release 5.1 as the checks see it, with the tables of states and wars that come with the site."""

from collections import defaultdict

from coding.checks.facts import Facts, SharedFacts
from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.states_and_wars import Fighting, ListedDay, Lists, Span, SystemState
from coding.datasets.reading.grouping import phases_of
from coding.datasets.reading.member_file import read_member_file
from coding.management.published_release import VARIABLES
from coding.models.variables import BY_NAME
from coding.reference.own_facts import own_facts
from tests.release_5_1 import listed_pairs, official


def site_reference() -> SharedFacts:
    """The declared variables, and the lists as the site loads them."""
    facts = own_facts()
    spells = defaultdict(lambda: defaultdict(tuple))
    for row in facts["StateSpell"]:
        span = Span(ListedDay(row.begin), ListedDay(row.end) if row.end else None)
        spells[row.state_id][row.system] += (span,)
    states = {
        row.code: SystemState(row.code, row.abbreviation, row.name, spells[row.code])
        for row in facts["State"]
    }
    names = {row.number: row.name for row in facts["War"]}
    fighting = defaultdict(tuple)
    for row in facts["Participation"]:
        span = Span(
            ListedDay(row.begin, row.begin_day_known),
            ListedDay(row.end, row.end_day_known) if row.end else None,
        )
        fighting[row.state_id] += (Fighting(row.war_id, names[row.war_id], row.side, span),)
    return SharedFacts(BY_NAME, Lists(states, fighting))


def phases_of_5_1(known: SharedFacts) -> list[Facts]:
    """Every phase of release 5.1, with the obligations of its pairs; skips without the files."""
    content = official("atop5_1m.csv").read_bytes()
    file = read_member_file("atop5_1m.csv", content, VARIABLES, known.lists.states)
    assert file.problems == ()
    alliances = defaultdict(dict)
    for phase in phases_of(file, VARIABLES).phases:
        alliances[phase.atop_id][phase.phase] = phase.coding
    for atop_id, phase, giver, receiver, *codes in listed_pairs():
        owed = dict(zip(PRIMARY_OBLIGATIONS, codes, strict=True))
        alliances[atop_id][phase].pairs[str(giver), str(receiver)] = owed
    return [
        Facts(atop_id, phase, coding, known, others=alliance)
        for atop_id, alliance in alliances.items()
        for phase, coding in alliance.items()
    ]
