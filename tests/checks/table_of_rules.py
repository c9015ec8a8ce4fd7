"""The table of all rules, as docs/checks.md has it; made from the registry."""

from coding.checks.registry import RULES

_HEADER = "| rule | severity | question | what it says | source |\n|---|---|---|---|---|"


def table_of_rules() -> str:
    """Return all rules in their order, as a table in Markdown."""
    rows = (
        f"| `{rule.id}` | {rule.severity} | "
        f"{', '.join(map(str, rule.questions)) or 'the code’s'} | {rule.title} | {rule.source} |"
        for rule in RULES
    )
    return "\n".join([_HEADER, *rows])
