"""Django admin, a module per subject: edits people, reference data and releases, reads the record.

Sheets, answers and revisions can be searched with their history but not written: the only way to an
approved answer is the workflow.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.views.generic import RedirectView

from coding.admin import desk, exports, people, record, reference, releases, security, sign_in

__all__ = ["desk", "exports", "people", "record", "reference", "releases", "security", "sign_in"]

# One sign-in page and one password page: admin's own have no second factor and no limit.
site: Any = admin.site
site.login = secure_admin_login(site.login)
site.password_change = RedirectView.as_view(pattern_name="password_change")

admin.site.site_header = "ATOP coding site"
admin.site.site_title = "ATOP coding site"
admin.site.index_title = "People, assignments, states, wars, releases; sheets and revisions to read"
