"""The app's icon: a route between two round ends, the further one a sun."""

from typing import Final

from PIL import Image, ImageDraw

from fieldapp.photos.scenes.geometry import Outline, Point, arc

GROUND: Final = "#12355B"
MARK: Final = "#FFFFFF"
SUN: Final = "#FFD24D"

_OVERSIZE: Final = 4
_GRID: Final = 24.0  # the mark is drawn on the 24-unit grid of the other icons
_STROKE: Final = 2.0
_END_RADIUS: Final = 3.0
_START: Final[Point] = (6, 19)
_GOAL: Final[Point] = (18, 5)
_SHARE_OF_ICON: Final = 0.74
_SHARE_OF_MASKABLE: Final = 0.54  # launchers may cut away all outside a circle of 80 % (W3C's manifest)
_CORNER: Final = 0.22


def icon(size: int, maskable: bool) -> Image.Image:
    """A square icon of ``size`` pixels, RGBA.

    ``maskable`` fills the whole square and keeps the mark in the middle, for launchers that cut their
    own shape; otherwise the corners are round and transparent.
    """
    pixels = size * _OVERSIZE
    image = Image.new("RGBA", (pixels, pixels), GROUND if maskable else (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if not maskable:
        pen.rounded_rectangle((0, 0, pixels - 1, pixels - 1), radius=pixels * _CORNER, fill=GROUND)
    _mark(pen, pixels, _SHARE_OF_MASKABLE if maskable else _SHARE_OF_ICON)
    return image.resize((size, size), Image.Resampling.BOX)


def _mark(pen: ImageDraw.ImageDraw, pixels: int, share: float) -> None:
    scale = pixels * share / _GRID
    margin = (pixels - _GRID * scale) / 2

    def at(point: Point) -> Point:
        return margin + point[0] * scale, margin + point[1] * scale

    width = round(_STROKE * scale)
    pen.line([at(point) for point in _route()], fill=MARK, width=width, joint="curve")
    for end, inside in ((_START, GROUND), (_GOAL, SUN)):
        pen.circle(at(end), (_END_RADIUS + _STROKE / 2) * scale, fill=MARK)
        pen.circle(at(end), (_END_RADIUS - _STROKE / 2) * scale, fill=inside)


def _route() -> Outline:
    lower = arc((17.5, 15.5), 3.5, 3.5, 90, -90)
    upper = arc((6.5, 8.5), 3.5, 3.5, 90, 270)
    return [(9, 19), *lower, *upper, (15, 5)]
