"""Two small releases that differ in every way there is, and one frozen with its prose."""

from django.utils import timezone

from coding.codebook.cells import MISSING, Coding
from coding.codebook.sheet import CodedPhase
from coding.history.compared_sides import Side
from coding.models import Release, ReleasedSheet
from coding.models.tracking import next_key
from coding.models.variables import QUESTIONNAIRE
from coding.workflow.record_writer import save_tracked
from tests.published_phases import member, publish


def pact(atop_id, *, phase=0, members=("200", "220"), pairs=None, own=None, **alliance):
    """A phase in which each member owes nonaggression; ``own`` maps members to other codes."""
    told = {
        key: member(int(key.partition(".")[0]), nonagg=1, **(own or {}).get(key, {}))
        for key in members
    }
    return CodedPhase(
        atop_id, phase, Coding({"estmode": 1, "length": 60, **alliance}, told, pairs or {})
    )


def two_releases():
    """5.0 and 5.1: 1005 stays, 1010 is gone, 1015 changes, 1020 gets phases, 1030 is new.

    In 1015 a code is missing now, one was not coded yet, 220 owes defense, and 230 comes for 240.
    """
    publish(
        pact(1005),
        pact(1010),
        pact(1015, members=("200", "220", "240"), pairs={("200", "240"): {"nonagg": 0}}),
        pact(1020),
        label="5.0",
    )
    publish(
        pact(1005),
        pact(
            1015,
            estmode=MISSING,
            pubsecr=2,
            members=("200", "220", "230"),
            own={"220": {"defense": 1}},
            pairs={("200", "230"): {"nonagg": 0}},
        ),
        pact(1020, phase=1, length=72),
        pact(1020, phase=2),
        pact(1030),
        label="5.1",
    )
    return side("5.0"), side("5.1")


def side(label):
    return Side(Release.objects.get(label=label))


def freeze_record(label="5.9", follows=""):
    """The record as it stands, frozen with its prose under a label."""
    at = timezone.now()
    release = Release(label=label, cut_off=at.date(), frozen_at=at, follows=follows)
    release.questionnaire = QUESTIONNAIRE.as_json()
    release.pk = next_key(Release)
    ReleasedSheet.objects.bulk_create(
        ReleasedSheet(
            release=release,
            atop_id=phase.atop_id,
            phase=phase.phase,
            cells=phase.cells,
            answers=phase.answers,
        )
        for phase in Side().phases(with_answers=True)
    )
    save_tracked(release, by=None, at=at, reason="Frozen")
    return Side(release)
