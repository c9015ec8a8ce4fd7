"""Layouts of forms: a button below the fields, or all in one line above the results."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit


class OneButton(FormHelper):
    """Lays out all fields below one another, and a button."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.attrs = {"autocomplete": "off"}
        self.add_input(Submit(name, words))


class OneLineForm(FormHelper):
    """Lays out labelled fields and a button; the page's template has the form element.

    The button may send a ``name`` and a ``value``. Jinja2 renders all of it: crispy's own
    templates, in Django's language, take as long for the button as for all the fields.
    """

    template = "coding/forms/one_line.html"
    field_template = "coding/forms/labelled.html"

    def __init__(
        self,
        *fields: str,
        button: str,
        css: str = "",
        field_template: str = field_template,
        **sends: str,
    ) -> None:
        super().__init__()
        self.field_template = field_template
        self.layout = Layout(*fields)
        self.button, self.css, self.sends = button, css, sends
