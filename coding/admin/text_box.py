"""A box for text of several lines."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget

from coding.codebook.text import as_typed


class TextBox(AdminTextareaWidget):
    """Reads a text with its stored line ends, so that an unchanged text is not saved as changed."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        text = super().value_from_datadict(data, files, name)
        return text if text is None else as_typed(text)
