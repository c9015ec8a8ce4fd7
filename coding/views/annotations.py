"""The page of a coding rule, where admins annotate it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coding.decorators import reader_only
from coding.forms.annotations import AnnotationSent
from coding.models import Annotation
from coding.models.questionnaire import Question
from coding.pages.annotations import load_rule
from coding.views.page_messages import tell_done
from coding.workflow import annotations, rules
from coding.workflow.refusals import NotAllowed, Refused, require


@reader_only
def rule_read(request: HttpRequest, question: Question) -> HttpResponse:
    """Show a rule with its annotations and their history; store what an admin sent."""
    why_not, refused, sent = rules.why_not_annotate(request.user), "", None
    if request.method == "POST":
        require(why_not, NotAllowed)
        sent = AnnotationSent.of(request.POST)
        try:
            text = _write(request, question, sent)
        except Refused as reason:
            refused = str(reason)
        else:
            return _report_and_go_on(request, question, sent, text)
    context = {**vars(load_rule(question)), "why_not": why_not, "refused": refused, "sent": sent}
    status = 400 if refused else 200
    return render(request, "coding/codebook/rule.html", context, status=status)


def _report_and_go_on(
    request: HttpRequest, question: Question, sent: AnnotationSent, text: str
) -> HttpResponse:
    """Report what was done; the browser may drop the text it kept."""
    kept = f"annotation-{sent.replaces or f'q{question.number}'}"
    tell_done(request, text, kept)
    return redirect("coding:rule-read", question)


def _write(request: HttpRequest, question: Question, sent: AnnotationSent) -> str:
    if sent.replaces is None:
        annotations.annotate(question, sent.text, by=request.user)
        return f"The coding rule of Q{question.number} is annotated."
    standing = get_object_or_404(Annotation, pk=sent.replaces, question=question.number)
    if sent.ends:
        annotations.end(standing, by=request.user)
        return "The annotation is ended. It stays in the history."
    annotations.replace(standing, sent.text, by=request.user)
    return "The annotation is replaced. The old one stays in the history."
