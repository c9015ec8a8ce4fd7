"""Forms whose boxes stand in a line above what they choose: filters and comparisons."""

from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


class Button(StrictButton):
    """A button of the site."""

    field_classes = "button"


class InALine(FormHelper):
    """Lays out labelled boxes and a button; the page's template has the form round them.

    The button may send a ``name`` and a ``value``.
    """

    form_tag = False
    disable_csrf = True
    form_show_errors = False
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
        press: Any = Button(button, type="submit", css_class=css, **sends)
        self.layout = Layout(*fields, press)
