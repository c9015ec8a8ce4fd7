"""Reasons for passing warnings, and confirmations that an approval may remove data."""

from collections.abc import Mapping

from django.http import QueryDict

from coding.workflow.approval import Consent

_REASON = "pass:"


def reasons_in(data: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons for passing warnings, by the boxes of the findings."""
    return {name.removeprefix(_REASON): data[name] for name in data if name.startswith(_REASON)}


def consent_in(data: QueryDict) -> Consent:
    """Return a reviewer's consent to the effects of an approval."""
    return Consent(reasons_in(data), data.getlist("confirm"))
