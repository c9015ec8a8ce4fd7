"""The strokes on a page, as people read it: level ones, and those that run in another way."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from coding.sheets.files.pdfs.lines import Place, point_as_seen

_Point = tuple[float, float]
_Figure = list[_Point]  # the points of a stroke that is drawn without a break

_HIGHEST, _SHORTEST = 8.0, 4.0  # points: what is higher is no level stroke, however it winds
_LEVEL = 0.5  # points by which a line may rise and be level
_MOST, _MOST_POINTS = 20_000, 60_000  # paths of a page, and their points
_MOST_SLANTING = 2_000
_DEEPEST = 3  # drawings within each other


@dataclass
class Strokes:
    """``level`` has strokes as the places that they cover, ``slanting`` has their end points."""

    level: list[Place] = field(default_factory=list)
    slanting: list[tuple[_Point, _Point]] = field(default_factory=list)

    def add(self, figure: _Figure, width: float, *, is_line: bool) -> None:
        xs, ys = zip(*figure, strict=True)
        place = Place(min(xs), max(xs), min(ys) - width / 2, max(ys) + width / 2)
        if place.down - place.up <= _HIGHEST:
            if place.end - place.start >= _SHORTEST:
                self.level.append(place)
            return
        for (x, y), (to_x, to_y) in pairwise(figure):
            if abs(to_y - y) < _LEVEL:
                if is_line:  # else the edge of a coloured field
                    self.level.append(Place(min(x, to_x), max(x, to_x), y, y))
            elif abs(to_x - x) >= _LEVEL and len(self.slanting) < _MOST_SLANTING:
                self.slanting.append(((x, y), (to_x, to_y)))


def strokes_of(page: Any, turned: int) -> Strokes:
    import pypdfium2.raw as pdfium

    strokes, points = Strokes(), 0
    paths = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=_DEEPEST)
    for number, path in enumerate(paths):
        if number > _MOST or points > _MOST_POINTS:
            break
        width = _width(path)
        for figure in _figures(path):
            points += len(figure)
            seen = [point_as_seen(x, y, turned) for x, y in figure]
            strokes.add(seen, width, is_line=width > 0)
    return strokes


def _width(path: Any) -> float:
    """Return how wide the lines of a path are; 0 where it is only filled."""
    import pypdfium2.raw as pdfium

    fill, is_line, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(path, fill, is_line)
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    return max(width.value, 0.1) if is_line.value else 0.0


def _figures(path: Any) -> Iterator[_Figure]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    figure: _Figure = []
    matrices = _matrices(path)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(figure) > 1:
                yield figure
            figure = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        figure.append(_on_page(matrices, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            figure.append(figure[0])
    if len(figure) > 1:
        yield figure


def _matrices(drawn: Any) -> list[tuple[float, ...]]:
    """Return the matrices that map a point of a drawing to its page, in their order."""
    matrices = []
    while drawn is not None:
        matrices.append(drawn.get_matrix().get())
        drawn = drawn.container
    return matrices


def _on_page(matrices: list[tuple[float, ...]], x: float, y: float) -> _Point:
    for a, b, c, d, e, f in matrices:
        x, y = a * x + c * y + e, b * x + d * y + f
    return x, y
