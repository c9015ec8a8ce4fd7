"""The documentation's diagram is the table of transitions, drawn."""

from pathlib import Path

from coding.models.revision import OPEN, Status
from coding.workflow.transitions import TRANSITIONS

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "workflow.md"


def test_the_diagram_shows_the_table_of_transitions():
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT.value}"]
    for step in TRANSITIONS:
        comment = ", with a comment" if step.needs_comment else ""
        lines.append(
            f"    {step.source.value} --> {step.target.value}: "
            f"{step.name} ({step.party.value}){comment}"
        )
    ends = (Status.APPROVED, Status.RETURNED, Status.WITHDRAWN)
    assert set(ends) | set(OPEN) == set(Status)
    lines += [f"    {end.value} --> [*]" for end in ends]
    assert "```mermaid\n" + "\n".join(lines) + "\n```" in PAGE.read_text()


def test_every_status_is_explained():
    page = PAGE.read_text()
    assert [status for status in Status if f"- **{status.value}**" not in page] == []
