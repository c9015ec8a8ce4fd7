"""What is kept: the five sections of the questionnaire, sheets, members, revisions, releases."""

from coding.models.account import Account, SharedCache, SignedIn, SignInAttempts
from coding.models.annotation import Annotation
from coding.models.assignment import Assignment, AssignmentEvent
from coding.models.chain import DraftSeal, Link
from coding.models.check_count import CheckCount
from coding.models.comment import Comment
from coding.models.context import Context
from coding.models.desk import Batch, DeskFile
from coding.models.documentation import Documentation
from coding.models.formation import Formation
from coding.models.import_request import ImportRequest
from coding.models.institutionalization import Institutionalization
from coding.models.kept import Kept
from coding.models.membership import Membership, PairObligation
from coding.models.notice import Notice
from coding.models.obligations import Obligations
from coding.models.original import Original
from coding.models.passage import Passage
from coding.models.preferences import Preferences
from coding.models.presence import Presence
from coding.models.reference import Participation, State, StateSpell, War
from coding.models.release import Correction, Release, ReleasedSheet
from coding.models.revision import Revision, RevisionEvent
from coding.models.runs import BackupRun, ExportRun
from coding.models.seal import Seal
from coding.models.security_event import SecurityEvent
from coding.models.sheet import Sheet
