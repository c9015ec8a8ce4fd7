"""Addresses of the coding pages; every name is coding:noun-verb or the page's own noun.

``/health/`` is answered before any of them, by ``coding/health.py``.
"""

from django.urls import URLPattern, include, path, register_converter

from coding.converters import QuestionConverter, SectionConverter, SheetConverter
from coding.decorators import View, or_first_phase
from coding.views import (
    account,
    annotations,
    assigning,
    checks,
    codebook,
    comments,
    desk,
    desk_batches,
    desk_file,
    desk_page,
    going_back,
    guides,
    history,
    left_work,
    log,
    notices,
    originals,
    overview,
    phases,
    precedents,
    presence,
    put_aside,
    release_citation,
    release_compare,
    release_gate,
    releases,
    review,
    review_together,
    sections,
    sheets,
    sign_ins,
    suggesting,
    usual_names,
    work,
    writing,
)

register_converter(SheetConverter, "sheet")
register_converter(SectionConverter, "section")
register_converter(QuestionConverter, "question")

app_name = "coding"


def of_sheet(route: str, view: View, name: str) -> URLPattern:
    """Return the address of a sheet's page; an alliance's number stands for its first phase too."""
    return path(route, or_first_phase(view), name=name)


one_sheet = [
    # /sheets/4765/ or /sheets/1020.2/
    of_sheet("", sheets.sheet_read, "sheet-read"),
    of_sheet("proposed/", sheets.sheet_proposed, "sheet-proposed"),
    of_sheet("to-do/", sheets.sheet_to_do, "sheet-to-do"),
    of_sheet("members/", sheets.sheet_members, "sheet-members"),
    of_sheet("names/", usual_names.sheet_names, "sheet-names"),
    of_sheet("print.<str:form>", sheets.sheet_print, "sheet-print"),
    of_sheet("sections/<section:section>/", sections.section_write, "section-write"),
    of_sheet("questions/<question:question>/", writing.question_write, "question-write"),
    of_sheet("questions/<question:question>/save/", writing.draft_save, "draft-save"),
    of_sheet("questions/<question:question>/precedents/", precedents.precedents, "precedents"),
    of_sheet(
        "questions/<question:question>/comments/", comments.question_comments, "question-comments"
    ),
    of_sheet("questions/<question:question>/codes/", writing.codes_suggested, "codes-suggested"),
    of_sheet(
        "questions/<question:question>/presence/", presence.question_presence, "question-presence"
    ),
    of_sheet("submit/", writing.drafts_submit, "drafts-submit"),
    of_sheet("history/", history.sheet_history, "sheet-history"),
    of_sheet("compare/", history.sheet_compare, "sheet-compare"),
    of_sheet("go-back/", going_back.sheet_go_back, "sheet-go-back"),
    of_sheet("originals/", originals.sheet_originals, "sheet-originals"),
    of_sheet("originals/<int:pk>/file/", originals.original_file, "original-file"),
    of_sheet("originals/<int:pk>/pages/", originals.original_pages, "original-pages"),
    of_sheet(
        "originals/<int:pk>/pages/<int:number>.png", originals.original_picture, "original-picture"
    ),
    of_sheet("put-aside/", put_aside.sheet_put_aside, "sheet-put-aside"),
    of_sheet("phases/new/", phases.phase_start, "phase-start"),
    of_sheet("phases/take-over/", phases.phase_take_over, "phase-take-over"),
]


one_revision = [
    # /revisions/12/
    path("", history.revision_read, name="revision-read"),
    path("step/<slug:step>/", writing.revision_step, name="revision-step"),
    path("take-up/", suggesting.suggestion_take_up, name="suggestion-take-up"),
]

one_release = [
    # /releases/5.1/, or /releases/latest/ for the export of the record as it stands
    path("", releases.release_read, name="release-read"),
    path("files/<path:name>", releases.release_file, name="release-file"),
    path("<slug:part>.zip", releases.release_zip, name="release-zip"),
    path("citation/", release_citation.release_citation, name="release-citation"),
    path("citation/<int:pk>/", release_citation.release_correction, name="release-correction"),
    path("gate/", release_gate.release_gate, name="release-gate"),
    path("gate/hold-back/", release_gate.release_hold, name="release-hold"),
    path("step/<slug:step>/", release_gate.release_step, name="release-step"),
]

import_desk = [
    # /sheets/import/
    path("", desk.sheets_import, name="sheets-import"),
    path("<int:pk>/", desk.desk_batch, name="desk-batch"),
    path("<int:pk>/summary.csv", desk.desk_summary, name="desk-summary"),
    path("<int:pk>/let-in/", desk.desk_let_in, name="desk-let-in"),
    path("<int:pk>/alike/", desk_batches.desk_alike, name="desk-alike"),
    path("<int:pk>/clear/", desk_batches.desk_clear, name="desk-clear"),
    path("requests/<int:pk>/decide/", desk.desk_decide, name="desk-decide"),
    path("files/<int:pk>/", desk_file.desk_file, name="desk-file"),
    path("files/<int:pk>/page/", desk_page.desk_page, name="desk-page"),
    path("files/<int:pk>/pages/<int:number>.png", desk_file.desk_picture, name="desk-picture"),
    path("files/<int:pk>/original/", desk_file.desk_original, name="desk-original"),
    path("files/<int:pk>/put-aside/", desk_file.desk_put_aside, name="desk-put-aside"),
    path("files/<int:pk>/read-again/", desk_file.desk_read_again, name="desk-read-again"),
]

urlpatterns = [
    path("", work.home, name="home"),
    path("log/", log.log_read, name="log"),
    path("log.csv", log.log_csv, name="log-csv"),
    path("overview/", overview.overview, name="overview"),
    path("overview/changes/", overview.overview_changes, name="overview-changes"),
    path("overview/charts/", overview.overview_charts, name="overview-charts"),
    path("work/", work.work_list, name="work-list"),
    path("work/left/", left_work.left_work, name="left-work"),
    path("work/pasted/", writing.pasted_read, name="pasted-read"),
    path("sheets/", sheets.sheet_list, name="sheet-list"),
    path("sheets/assign/", assigning.sheets_assign, name="sheets-assign"),
    path("sheets/aside/", put_aside.sheets_aside, name="sheets-aside"),
    path("sheets/aside/<int:pk>/take-back/", put_aside.sheet_take_back, name="sheet-take-back"),
    path("sheets/new/", sheets.sheet_start, name="sheet-start"),
    path("sheets/import/", include(import_desk)),
    path("sheets/<sheet:key>/", include(one_sheet)),
    path("revisions/<int:pk>/", include(one_revision)),
    path("review/", review.queue, name="review-queue"),
    path("review/<int:pk>/", review.revision_review, name="revision-review"),
    path("review/<int:pk>/decide/", review.revision_decide, name="revision-decide"),
    path("review/<int:pk>/suggest/", suggesting.revision_suggest, name="revision-suggest"),
    path("review/effect/", review.review_effect, name="review-effect"),
    path("review/many/", review_together.many_decide, name="many-decide"),
    path("comments/people/", comments.comment_people, name="comment-people"),
    path("codebook/", codebook.codebook_read, name="codebook"),
    path("codebook/<slug:name>/", codebook.variable_read, name="variable-read"),
    path("codebook/rules/<question:question>/", annotations.rule_read, name="rule-read"),
    path("help/", guides.help_index, name="help-index"),
    path("help/<slug:slug>/", guides.help_read, name="help-read"),
    path("checks/", checks.check_list, name="check-list"),
    path("releases/", releases.release_list, name="release-list"),
    path("releases/compare/", release_compare.release_compare, name="release-compare"),
    path("releases/compare.csv", release_compare.release_compare_csv, name="release-compare-csv"),
    path("releases/<str:label>/", include(one_release)),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/read/", notices.notices_read, name="notices-read"),
    path("account/notices/", notices.notice_choices, name="notice-choices"),
    path("account/shortcuts/", account.shortcut_keys, name="shortcut-keys"),
    path("account/sign-ins/", sign_ins.sign_in_list, name="sign-in-list"),
]
