"""Pages of one's own account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.forms.shortcuts import ShortcutKeys
from coding.shortcuts import usual_shortcuts
from coding.workflow.preferences import keep_shortcuts


def shortcut_keys(request: HttpRequest) -> HttpResponse:
    """Show the key of each shortcut for this person; store what they choose."""
    own = getattr(request.user, "preferences", None)
    form = ShortcutKeys(request.POST or None, own=own)
    if "usual" in request.POST:
        keep_shortcuts({}, has_single_keys=True, by=request.user)
        messages.success(request, "Your shortcuts have their usual keys again.")
        return redirect("coding:shortcut-keys")
    if request.POST and form.is_valid():
        is_on = form.cleaned_data["has_single_keys"]
        keep_shortcuts(form.own_keys, has_single_keys=is_on, by=request.user)
        messages.success(request, "Your shortcuts are saved, for every computer you sign in on.")
        return redirect("coding:shortcut-keys")
    fixed = [shortcut for shortcut in usual_shortcuts() if not shortcut.is_single]
    return render(request, "coding/account/shortcuts.html", {"form": form, "fixed": fixed})
