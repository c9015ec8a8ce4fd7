"""The WSGI entry point that gunicorn serves."""

import gc
import os
import resource
import sys
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.template import engines
from django.utils.http import parse_header_parameters

FILES_OPEN = 8_192
TURN = 0.0005  # seconds
UNTIL_LOOKED_FOR = 20_000  # objects more than before; Python's own number is 700


class Request(WSGIRequest):
    """Decodes any request as UTF-8: some names would make Django fail before it reaches a page."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        content_type = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        self.content_type, self.content_params = content_type


class Handler(WSGIHandler):
    """Django's own handler, with our request class."""

    request_class = Request

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Serve the site at the root of its host.

        gunicorn takes a header SCRIPT_NAME for its place. A proxy that passes such headers on would
        let strangers move each link, and reach a page by a path that the proxy holds shut.
        """
        environ["PATH_INFO"] = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        environ["SCRIPT_NAME"] = ""
        return super().__call__(environ, start_response)


def let_many_files_be_open() -> None:
    """Raise the limit: an uploaded file stays open until it is read, and 1,024 is a usual limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_OPEN if hard == resource.RLIM_INFINITY else min(FILES_OPEN, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def compile_templates() -> None:
    """Compile the templates of all pages; each page's first reader would wait for its own."""
    jinja: Any = engines["jinja2"]
    for name in jinja.env.list_templates(filter_func=_is_of_pages):
        jinja.env.get_template(name)


def _is_of_pages(name: str) -> bool:
    return not name.startswith("django/")  # these are in Django's template language


def keep_what_is_loaded() -> None:
    """Load all pages now; scanning what is loaded for garbage takes 1 ms of each request."""
    import_module(settings.ROOT_URLCONF)
    compile_templates()
    gc.freeze()


def look_for_garbage_seldom() -> None:
    """Look for garbage every eighty requests or so, where Python would in nearly each.

    Only such a look finds the 250 objects, 0.1 MB, that refer to each other and stay of a request.
    """
    gc.set_threshold(UNTIL_LOOKED_FOR)


def take_short_turns() -> None:
    """Let a computing thread release the interpreter sooner to threads back from a query.

    They wait for their turn after each query, and a writer holds its lock meanwhile. With Python's
    own 5 ms, a writer keeps all others waiting behind a page that is being rendered.
    """
    sys.setswitchinterval(TURN)


let_many_files_be_open()
take_short_turns()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atop_site.settings")
django.setup(set_prefix=False)
application = Handler()
keep_what_is_loaded()
look_for_garbage_seldom()
