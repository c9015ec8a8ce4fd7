"""What an open question page polls."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from coding.codebook.sheet import key_of
from coding.conversation.presence import note_presence, sheet_of
from coding.decorators import Key, reader_only
from coding.models.questionnaire import QUESTIONS, Question


@reader_only
def question_presence(request: HttpRequest, key: Key, question: Question) -> HttpResponse:
    """Note that the person has the question open; answer who else has, and the approvals so far.

    ``of`` in the address asks for the whole section, or the whole sheet.
    """
    if request.method != "POST":
        return redirect("coding:question-write", key_of(*key), question)
    sheet = sheet_of(key)
    if sheet is None:
        raise Http404("There is no such sheet.")
    among = _asked_for(question, request.GET.get("of", ""))
    return JsonResponse(vars(note_presence(sheet, question.number, by=request.user, among=among)))


def _asked_for(question: Question, of: str) -> tuple[int, int]:
    """Return the first and the last question of those that the page shows."""
    if of == "section":
        return question.section.first, question.section.last
    if of == "sheet":
        return QUESTIONS[0].number, QUESTIONS[-1].number
    return question.number, question.number
