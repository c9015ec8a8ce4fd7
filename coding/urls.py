"""Addresses of the coding pages; every name is coding:noun-verb or the page's own noun."""

from django.urls import include, path, register_converter

from coding.views import health, history, importing, review, sheets, work, writing
from coding.views.addresses import QuestionConverter, SectionConverter, SheetConverter

register_converter(SheetConverter, "sheet")
register_converter(SectionConverter, "section")
register_converter(QuestionConverter, "question")

app_name = "coding"

one_sheet = [
    # /sheets/4765/ or /sheets/1020.2/
    path("", sheets.sheet_read, name="sheet-read"),
    path("print.<str:form>", sheets.sheet_print, name="sheet-print"),
    path("sections/<section:section>/", writing.section_write, name="section-write"),
    path("questions/<question:question>/", writing.question_write, name="question-write"),
    path("questions/<question:question>/save/", writing.draft_save, name="draft-save"),
    path("submit/", writing.drafts_submit, name="drafts-submit"),
    path("history/", history.sheet_history, name="sheet-history"),
    path("compare/", history.sheet_compare, name="sheet-compare"),
]

one_revision = [
    # /revisions/12/
    path("", history.revision_read, name="revision-read"),
    path("step/<slug:step>/", writing.revision_step, name="revision-step"),
]

urlpatterns = [
    path("", work.home, name="home"),
    path("work/", work.work_list, name="work-list"),
    path("sheets/", sheets.sheet_list, name="sheet-list"),
    path("sheets/new/", sheets.sheet_start, name="sheet-start"),
    path("sheets/import/", importing.sheets_import, name="sheets-import"),
    path("sheets/<sheet:key>/", include(one_sheet)),
    path("revisions/<int:pk>/", include(one_revision)),
    path("review/", review.queue, name="review-queue"),
    path("review/<int:pk>/", review.revision_review, name="revision-review"),
    path("review/<int:pk>/decide/", review.revision_decide, name="revision-decide"),
    path("review/many/", review.many_decide, name="many-decide"),
    path("health/", health.health, name="health"),
]
