"""Django admin, a module per subject: people, reference data and releases are kept here, the record
is read here.

Sheets, answers and revisions can be searched with their history but not written: the only way to
an approved answer is the workflow.
"""

from django.contrib import admin

from coding.admin import exports, people, record, reference, releases

__all__ = ["exports", "people", "record", "reference", "releases"]

admin.site.site_header = "ATOP coding site"
admin.site.site_title = "ATOP coding site"
admin.site.index_title = "People, assignments, states, wars, releases; the record to read"
