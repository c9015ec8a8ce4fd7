"""A chain for rows that were made past the workflow, or whose chain a test took away."""

from django.apps import apps
from django.db import connection

from coding.models.covered_by_chain import (
    accounts,
    begun,
    decided_once,
    kept_once,
    of_people,
    stands,
    told_beside,
)
from coding.workflow.first_chain import begin_chain


def link_everything(*, beside: bool = True) -> None:
    """Link all that the chain covers; without what stands ``beside`` the record, as before 0047."""
    others = [*decided_once(apps), *accounts(apps), begun(apps)]
    if beside:
        others += [*of_people(apps), *told_beside(apps)]
    begin_chain(kept_once(apps), others, stands(apps), connection)
