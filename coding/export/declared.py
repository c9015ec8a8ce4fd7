"""What the dataset files and their documents say of variables and questions, from the models."""

from coding.datasets.documents.declared import Declarations, Question, Variable
from coding.models.questionnaire import QUESTIONS
from coding.models.variables import BY_NAME, VariableInfo


def declarations() -> Declarations:
    """Return every variable of the member file and every printed question."""
    return Declarations(
        {name: _variable(variable) for name, variable in BY_NAME.items()},
        {
            q.number: Question(q.number, f"{q.section.numeral} {q.section.title}", q.wording)
            for q in QUESTIONS
        },
    )


def _variable(variable: VariableInfo) -> Variable:
    return Variable(
        variable.name,
        variable.scope,
        variable.questions,
        variable.codes,
        variable.missing,
        not variable.is_coded,
        variable.kind.unit,
        variable.label,
    )
