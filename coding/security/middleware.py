"""Gives the security log the request that is being answered, and logs refused ones."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from coding.security.log import record
from coding.security.origin import answered

REFUSED = (403, 413)


class SecurityLog:
    """Wraps the session and account middlewares, so that their refusals are logged, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = answered.set(request)
        try:
            answer = self.get_response(request)
            if answer.status_code in REFUSED:
                tell_of_refusal(request, answer)
            return answer
        finally:
            answered.reset(before)


def tell_of_refusal(request: HttpRequest, answer: HttpResponse) -> None:
    match = request.resolver_match
    reason = getattr(answer, "reason_why_not", "")
    more = f"{request.method} {request.path} {answer.status_code} {reason}"
    record("refused", about=(match and match.view_name) or "", more=more.strip())
