"""The 61 questions by section, and the codes of an alliance, as plain admin needs them."""

SECTIONS = {
    "formation": (
        "ATOP ID", "COW alliance", "Signature dates", "Members", "Signed during war",
        "Means of establishment", "Public or secret", "Adding members", "Possible members",
        "Length", "Renunciation", "Renewal provisions", "Renewals", "Termination dates",
        "Cause of termination",
    ),
    "obligations": (
        "Type of alliance", "COW type", "Obligations", "Contingencies", "Nature of the limits",
        "Assistance in war", "Other limits", "Target or threat", "Symmetry", "Separate peace",
        "Third-party commitments", "Opposed alliances", "Comments on obligations",
    ),
    "institutionalization": (
        "Conflict among members", "Settling disputes", "Military contact", "Military aid",
        "Integrated command", "Subordination of forces", "Organizations", "Bases and troops",
        "Contributions", "Armaments", "Acquiring territory", "Division of gains",
        "Demobilization", "Other coordination", "Comments on institutions",
    ),
    "context": (
        "Treaties nullified", "Treaties modified", "Treaties included",
        "International organizations", "Other alliances", "Companion agreements",
        "Non-military cooperation", "Conflicts resolved", "Outside conflicts",
        "Further agreements", "Unresolved conflicts", "Economic aid", "Intervention",
    ),
    "documentation": (
        "Comments on the treaty", "Source of information", "Treaty citation",
        "Last revision of the sheet", "Coder",
    ),
}  # fmt: skip
LABELS = dict(enumerate((label for labels in SECTIONS.values() for label in labels), 1))
_SECTION_OF = [key for key, labels in SECTIONS.items() for _ in labels]
NOT_PROSE = (1, 3, 4)  # the number of the alliance, dates, members
ASKED = [number for number in LABELS if number not in NOT_PROSE]


def section_of(number: int) -> str:
    """The section that holds the question."""
    return _SECTION_OF[number - 1]


def field_of(number: int) -> str:
    """The name of the question's field in plain admin."""
    return f"q{number}"


# The alliance's codes: how many values each has a label for, 0 for a number.
CODES = {
    "cowid": 0, "cow4id": 0, "bilat": 2, "estmode": 2, "pubsecr": 3, "secrart": 9, "proadd": 4,
    "futmem": 4, "speclgth": 4, "length": 0, "renounce": 5, "proren": 3, "renewlgt": 0,
    "term": 4, "asymm": 2, "specthrt": 7, "statthr1": 0, "statthr2": 0, "conwtin": 4, "medarb": 2,
    "milcon": 4, "milaid": 5, "intcom": 2, "subord": 3, "organ1": 4, "orgpurp1": 6, "organ2": 4,
    "orgpurp2": 6, "base": 4, "contrib": 2, "armred": 3, "acqterr": 3, "divgains": 2, "demwith": 2,
    "reflnun": 3, "refothio": 2, "natrefal": 5, "compag": 7, "nomicoop": 2, "conres": 3,
    "agprois": 6, "conmen": 2, "ecaid": 4, "interv": 5, "source": 2,
}  # fmt: skip
