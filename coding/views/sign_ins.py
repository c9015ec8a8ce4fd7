"""The browsers in which one is signed in, and signing others out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.accounts.events import tell
from coding.accounts.sessions import as_stored, mark_of, sign_out, signed_in
from coding.codebook.counted_nouns import counted


def sign_in_list(request: HttpRequest) -> HttpResponse:
    cookie = request.session.session_key
    if request.method == "POST":
        mark = request.POST.get("mark", "")
        ended = sign_out(request.user, mark=mark, but=cookie)
        if ended:
            messages.success(request, f"Signed out of {counted(ended, 'other browser')}.")
            tell("sessions ended", request.user, request=request, by=request.user)
        return redirect("coding:sign-in-list")
    here = as_stored(cookie)
    rows = [
        {"row": row, "mark": mark_of(row.session_key), "is_here": row.session_key == here}
        for row in signed_in(request.user)
    ]
    return render(request, "coding/account/sign_ins.html", {"rows": rows})
