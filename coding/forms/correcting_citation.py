"""What an admin sends to correct the citation of a frozen release."""

from typing import Any

from django import forms

from coding.codebook.text import canonical
from coding.datasets.documents.publication import FORMS, require_form
from coding.forms.layouts import OneButton
from coding.workflow.citation_corrections import CORRECTABLE


class CorrectCitation(forms.Form):
    """The new citation and the reason. The workflow decides whether it may be corrected."""

    citation = forms.CharField(
        required=False,
        label="How to cite the data",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Blank: made from authors, year, title, version, publisher and DOI.",
    )
    doi = forms.CharField(required=False, label="DOI", help_text="As in 10.1080/03050620213653.")
    url = forms.CharField(required=False, label="Address")
    licence = forms.CharField(required=False, help_text="Its SPDX identifier, as in CC-BY-4.0.")
    reason = forms.CharField(
        required=False,
        label="Why",
        help_text="The second admin reads it, and so does everybody, on the page of the release.",
    )

    helper = OneButton("ask", "Ask a second admin")

    def clean(self) -> dict[str, Any]:
        """Normalize the texts as they are stored; refuse malformed values."""
        cleaned = {name: canonical(text) for name, text in self.cleaned_data.items()}
        for name in FORMS:
            try:
                require_form(name, cleaned.get(name, ""))
            except ValueError as unfit:
                self.add_error(name, str(unfit))
        return cleaned

    @property
    def says(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CORRECTABLE}
