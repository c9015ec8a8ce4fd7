"""Django admin, a module per subject: people, reference data and releases are kept here, the record
is read here.

Sheets, answers and revisions can be searched with their history but not written: the only way to
an approved answer is the workflow.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.views.generic import RedirectView

from coding.admin import desk, exports, people, record, reference, releases, security, sign_in

__all__ = ["desk", "exports", "people", "record", "reference", "releases", "security", "sign_in"]

# One way in, and one page for passwords: admin's own would know no second factor and no limit.
site: Any = admin.site
site.login = secure_admin_login(site.login)
site.password_change = RedirectView.as_view(pattern_name="password_change")

admin.site.site_header = "ATOP coding site"
admin.site.site_title = "ATOP coding site"
admin.site.index_title = "People, assignments, states, wars, releases; sheets and revisions to read"
