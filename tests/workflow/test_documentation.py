"""The documentation's diagram is the table of transitions, drawn."""

from pathlib import Path

from coding.models.revision import Status
from coding.workflow import transitions
from coding.workflow.release_steps import RELEASE_STEPS

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGE = DOCS / "workflow.md"


def diagram() -> str:
    """The table of transitions as the page draws it."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT.value}"]
    for step in transitions.TRANSITIONS:
        comment = ", with a comment" if step.needs_comment else ""
        lines.append(
            f"    {step.source.value} --> {step.target.value}: "
            f"{step.name} ({step.party.value}){comment}"
        )
    lines += [f"    {status.value} --> [*]" for status in Status if not status.is_open]
    return "\n".join(lines)


def test_the_diagram_shows_the_table_of_transitions():
    assert f"```mermaid\n{diagram()}\n```" in PAGE.read_text()


def test_the_diagram_of_releases_shows_their_table():
    lines = ["stateDiagram-v2", "    [*] --> open"]
    for step in RELEASE_STEPS:
        who = " (a second admin, with the gate open)" if step.by_second and step.needs_gate else ""
        stages = f"{step.source.name.lower()} --> {step.target.name.lower()}"
        lines.append(f"    {stages}: {step.name}{who}")
    lines += ["    published --> [*]", "    withdrawn --> [*]"]
    drawn = "\n".join(lines)
    assert f"```mermaid\n{drawn}\n```" in (DOCS / "releases.md").read_text()


def test_every_status_is_explained():
    page = PAGE.read_text()
    assert [status for status in Status if f"- **{status.value}**" not in page] == []
