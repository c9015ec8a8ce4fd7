"""What an open question page polls."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from coding.codebook.sheet import key_of
from coding.conversation.presence import note_presence, sheet_of
from coding.decorators import reader_only
from coding.models.questionnaire import QUESTIONS, Question

_AMONG = {
    "section": lambda section: (section.section.first, section.section.last),
    "sheet": lambda sheet: (QUESTIONS[0].number, QUESTIONS[-1].number),
}


@reader_only
def question_presence(
    request: HttpRequest, key: tuple[int, int], question: Question
) -> HttpResponse:
    """Note that the person has the question open; answer who else has, and the approvals so far.

    ``of`` in the address asks for the whole section, or the whole sheet.
    """
    if request.method != "POST":
        return redirect("coding:question-write", key_of(*key), question)
    sheet = sheet_of(key)
    if sheet is None:
        raise Http404("There is no such sheet.")
    among = _AMONG.get(
        request.GET.get("of", ""), lambda question: (question.number, question.number)
    )(question)
    return JsonResponse(vars(note_presence(sheet, question.number, by=request.user, among=among)))
