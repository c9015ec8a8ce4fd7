"""Takes one file of the desk after another: reads it, or imports it into the record.

The result for a file is written in one transaction, so a worker that is killed loses nothing and
doubles nothing: the next worker starts the file again. Each attempt is counted before it begins.
"""

import logging
from contextlib import AbstractContextManager
from functools import partial

from django.core.cache import cache
from django.db import transaction

from coding.desk.importing import back_on_the_desk, import_file
from coding.desk.reading import ReadingStep, read, refuse
from coding.models import DeskFile
from coding.models.desk import WORKED_ON, FileState
from coding.one_at_a_time import Job, one_at_a_time
from coding.outages import outage_of
from coding.workflow.chaining import recorded
from coding.workflow.refusals import Refused

MOST_TRIES = 2
_SIGN_OF_LIFE, _ALIVE_FOR = "desk-worker", 100  # seconds; no file takes longer
_log = logging.getLogger(__name__)
_ENDED = (
    f"It was begun {MOST_TRIES} times, and the last time the worker was ended before it was done."
)
_FAILED = (
    "The site failed at it; the log of the worker has why. Tell whoever runs the site, and try "
    "again after an update."
)


class AnotherWorks(Exception):
    """Another worker is running, on this machine or another; a second one waits until it ends."""


def alone() -> AbstractContextManager[None]:
    """Be the only worker of the site. Raises AnotherWorks."""
    return one_at_a_time(Job.DESK, AnotherWorks)


def give_sign_of_life() -> None:
    cache.set(_SIGN_OF_LIFE, True, _ALIVE_FOR)


def is_at_work() -> bool:
    """Whether a worker gave a sign of life lately."""
    return bool(cache.get(_SIGN_OF_LIFE))


def work_on_next() -> bool:
    """Take the next file one step further; return whether there was one."""
    file = _begin_next()
    if file is None:
        return False
    try:
        _work_on(file)
    except Exception as error:
        if outage_of(error):
            raise
        _log.exception("File %s of the desk", file.pk)  # it is tried again, but not for ever
        if file.tries >= MOST_TRIES:
            _finish(file, partial(_give_up, why=_FAILED))
    return True


@transaction.atomic
def _begin_next() -> DeskFile | None:
    for state in WORKED_ON:
        file = DeskFile.objects.select_for_update().filter(state=state).first()
        if file:
            file.tries += 1
            file.save(update_fields=["tries"])
            return file
    return None


def _work_on(file: DeskFile) -> None:
    if file.tries > MOST_TRIES:
        _finish(file, partial(_give_up, why=_ENDED))
    elif file.state == FileState.WAITING:
        _finish(file, read(file))
    else:
        try:
            _finish(file, import_file)
        except Refused as refused:
            _finish(file, partial(back_on_the_desk, why=str(refused)))


def _give_up(file: DeskFile, why: str) -> None:
    if file.state == FileState.WAITING:
        refuse(file, problems=[f"{file.name}: {why}"])
    else:
        back_on_the_desk(file, why=why)


@recorded()
def _finish(begun: DeskFile, step: ReadingStep) -> None:
    """Store the result of a step, all or nothing; nothing if another worker changed the file."""
    file = DeskFile.objects.defer("content").select_for_update().get(pk=begun.pk)
    if (file.state, file.tries) == (begun.state, begun.tries):
        file.tries = 0
        step(file)
        file.save()
