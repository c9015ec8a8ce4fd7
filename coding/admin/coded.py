"""How admin shows declared codes: filters with labels, and codes in words."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin

from coding.codebook.cells import MISSING
from coding.codebook.variables import Variable
from coding.models.questionnaire import Question
from coding.models.variables import variables_at


class CodeFilter(admin.FieldListFilter):
    """Offers each labelled code of a variable, missing if allowed, and "not coded"."""

    template = "coding/admin/code_filter.html"

    def __init__(self, field: Any, *args: Any, **named: Any) -> None:
        self.variable: Variable = field.variable
        self.is_value, self.is_blank = f"{field.name}__exact", f"{field.name}__isnull"
        super().__init__(field, *args, **named)
        self.title = f"{field.name}: {self.variable.label}"

    def expected_parameters(self) -> list[str | None]:
        return [self.is_value, self.is_blank]

    @property
    def is_used(self) -> bool:
        return bool(self.used_parameters)

    def choices(self, changelist: Any) -> Iterator[Any]:
        values = [*self.variable.labels, *([MISSING] if self.variable.missing else [])]
        offered = {self.variable.describe(value): (self.is_value, str(value)) for value in values}
        offered[self.variable.describe(None)] = (self.is_blank, "True")
        used: dict[str, Any] = self.used_parameters
        chosen = {name: str(asked[-1]) for name, asked in used.items()}
        every = self.expected_parameters()
        yield {
            "selected": not chosen,
            "query_string": changelist.get_query_string(remove=every),
            "display": "All",
        }
        for label, (name, value) in offered.items():
            yield {
                "selected": chosen.get(name) == value,
                "query_string": changelist.get_query_string({name: value}, every),
                "display": label,
            }


def code_filters(variables: Iterable[Variable]) -> list[Any]:
    return [(code.name, CodeFilter) for code in variables if code.is_coded and code.codes]


def in_words(variable: Variable) -> Callable[[Any], str]:
    """Return an admin column that shows a row's code with its label."""

    @admin.display(description=f"{variable.label} ({variable.name})", ordering=variable.name)
    def in_words_of(row: Any) -> str:
        return variable.describe(getattr(row, variable.name))

    in_words_of.__name__ = variable.name
    return in_words_of


def coded_at(question: Question, scope: str) -> list[Callable[[Any], str]]:
    """Return columns for this scope's variables that are entered at the question.

    The member itself is not among them: it is the state whose row this is.
    """
    entered = variables_at(question.number)
    return [in_words(code) for code in entered if code.scope == scope and code.name != "member"]
