"""A person's notices, and the choice of kinds."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.conversation.notice_choices import WAYS, keep_choices, switch_of
from coding.conversation.notice_kinds import KINDS
from coding.conversation.notice_lines import lines_of
from coding.conversation.notices import PAGE, mark_read, shown_to
from coding.decorators import reader_only
from coding.forms.places_in_lists import read_id
from coding.pages.paging import cut_to_page
from coding.workflow import rules


@reader_only
def notice_list(request: HttpRequest) -> HttpResponse:
    """Show the latest notices, or those before one."""
    notices = shown_to(request.user).select_related("sheet__formation", "release")
    before = read_id(request.GET.get("before", ""))
    if before:
        notices = notices.filter(pk__lt=before)
    shown, last = cut_to_page(list(notices[: PAGE + 1]), PAGE)
    context = {
        "lines": lines_of(shown),
        "latest": shown[0].pk if shown else "",
        "before": last.pk if last else "",
        "is_first": before is None,
    }
    return render(request, "coding/notices/list.html", context)


@reader_only
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark some of the person's notices as read, or all up to the latest one shown."""
    if request.method == "POST":
        own = shown_to(request.user)
        until = read_id(request.POST.get("until", ""))
        chosen = [pk for pk in map(read_id, request.POST.getlist("notice")) if pk]
        mark_read(own.filter(pk__lte=until) if until else own.filter(pk__in=chosen))
    return redirect("coding:notice-list")


@reader_only
def notice_choices(request: HttpRequest) -> HttpResponse:
    """Show which notices the person wants; store what they choose."""
    is_admin = rules.why_not_run_releases(request.user) is None
    kinds = [kind for kind in KINDS.values() if is_admin or not kind.is_for_admins]
    if request.method == "POST":
        on = set(request.POST.getlist("on"))
        switches = [switch_of(kind, way) for kind in kinds for way in WAYS]
        off = [kind for kind in switches if kind not in on]
        keep_choices(off, is_daily=request.POST.get("daily") == "1", by=request.user)
        messages.success(request, "Your choice is kept.")
        return redirect("coding:notice-choices")
    own = getattr(request.user, "preferences", None)
    off = own.notices_off if own else []
    context = {
        "kinds": [(kind, [switch_of(kind, way) for way in WAYS]) for kind in kinds],
        "off": off,
        "is_daily": bool(own and own.mail_daily),
        "quotes": settings.EMAIL_QUOTES,
    }
    return render(request, "coding/notices/choices.html", context)
