"""Pack and unpack a reader's answer: plain values, and values of the classes named here.

A malicious file may take over the reader. So an answer holds nothing that Python would look up by
name: it is made of containers, texts and numbers, and each list begins with the name of its type.
"""

import importlib
import io
import pickle
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

_VALUES = {
    "Problem": "coding.codebook.problems",
    "RevisionNote": "coding.codebook.sheet",
    "PageLine": "coding.sheets.document",
    "Repair": "coding.sheets.document",
    "Unread": "coding.sheets.document",
    "Part": "coding.sheets.understanding.parts",
    "Whose": "coding.sheets.understanding.parts",
    "ParsedSheet": "coding.sheets.understanding.parsed",
    "ReadPage": "coding.sheets.sandbox.read_pages",
}
_LIST, _DATE = "list", "date"


def packed(answer: Any) -> bytes:
    return pickle.dumps(_plain(answer))


def unpacked(answer: bytes) -> Any:
    """Return what a reader answered. May raise any exception if it is something else."""
    return _value_of(_Unpickler(io.BytesIO(answer)).load())


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if isinstance(value, list):
        return [_LIST, *map(_plain, value)]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return [_DATE, value.isoformat()]
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if is_dataclass(value):
        return [type(value).__name__, *(_plain(getattr(value, f.name)) for f in fields(value))]
    return value


def _value_of(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_value_of, value))
    if isinstance(value, dict):
        return {key: _value_of(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    name, *parts = value
    if name == _DATE:
        return date.fromisoformat(*parts)
    made = map(_value_of, parts)
    return list(made) if name == _LIST else _made(name, *made)


def _made(name: str, *parts: Any) -> Any:
    kind = getattr(importlib.import_module(_VALUES[name]), name)
    if issubclass(kind, Enum):
        return kind(*parts)
    return kind(**dict(zip([field.name for field in fields(kind)], parts, strict=True)))
