"""What the dataset files and their documents say of variables and questions, from the models."""

from coding.codebook.questions import Question
from coding.datasets.documents.declared import Declarations
from coding.models.questionnaire import QUESTIONS
from coding.models.variables import BY_NAME


def declarations() -> Declarations:
    """Return every variable of the member file and every printed question."""
    return Declarations(
        BY_NAME,
        {
            q.number: Question(q.number, f"{q.section.numeral} {q.section.title}", q.wording)
            for q in QUESTIONS
        },
    )
