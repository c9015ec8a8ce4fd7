"""The WSGI entry point that gunicorn serves."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Read as UTF-8, whatever a stranger says: Django would fail on some names before any page."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        said = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        self.content_type, self.content_params = said


class Handler(WSGIHandler):
    """Django's own, with requests of ours."""

    request_class = Request


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atop_site.settings")
django.setup(set_prefix=False)
application = Handler()
