"""What may happen, and the only code that writes sheets and revisions (see docs/workflow.md)."""
