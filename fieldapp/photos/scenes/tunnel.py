"""A pedestrian tunnel: dark with dead lamps and graffiti, or bright and clean."""

from typing import Final, NamedTuple

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.colours import (
    LAMP_CORE,
    LAMPLIGHT,
    SILHOUETTE,
    TEAL,
    WINDOW,
    Colour,
    darker,
    mix,
)
from fieldapp.photos.scenes.geometry import Outline, Point, between, box, oval, smooth
from fieldapp.photos.scenes.ground import dash
from fieldapp.photos.scenes.lamps import lamp
from fieldapp.photos.scenes.sky_and_houses import sky_of

_NEAR: Final = (-9.0, -6.0, 109.0, 84.0)
_FAR: Final = (40.0, 28.0, 60.0, 49.0)
_LENGTH: Final = 6.0
_LAMPS: Final = (1.3, 2.0, 3.0, 4.3)
_DEAD: Final = 2


class Surfaces(NamedTuple):
    """The colours of wall, ceiling and floor, from the mouth inwards."""

    wall: tuple[Colour, Colour]
    ceiling: tuple[Colour, Colour]
    floor: tuple[Colour, Colour]
    joint: Colour


_DARK: Final = Surfaces(("#1E252F", "#454D58"), ("#0C1016", "#2C333D"), ("#4E5257", "#14171D"), "#151A22")
_BRIGHT: Final = Surfaces(("#BDB498", "#8F866E"), ("#9F987F", "#D8CFAF"), ("#C4B99A", "#7A7262"), "#7F775F")


def paint_tunnel(canvas: Canvas, fixed: bool) -> None:
    """Two dead lamps nearest the viewer and scrawl on the wall; mended: all lit, wall clean."""
    surfaces = _BRIGHT if fixed else _DARK
    _view_out(canvas)
    _shell(canvas, surfaces)
    _joints(canvas, surfaces.joint)
    _stripe(canvas, fixed)
    _floor_marks(canvas)
    if not fixed:
        _scrawl(canvas)
        _puddle(canvas)
    for number, distance in enumerate(_LAMPS):
        _ceiling_lamp(canvas, distance, lit=fixed or number >= _DEAD)
    if not fixed:
        canvas.glow((50, 49), 26, 8, LAMPLIGHT, 0.3)


def _at(distance: float, across: float, up: float) -> Point:
    """A point on the cross-section at a distance (1 is the mouth), 0 to 1 from left and from the floor."""
    share = (1 - 1 / distance) / (1 - 1 / _LENGTH)
    left, top, right, bottom = (n + (f - n) * share for n, f in zip(_NEAR, _FAR, strict=True))
    return left + (right - left) * across, bottom + (top - bottom) * up


def _view_out(canvas: Canvas) -> None:
    left, top, right, bottom = _FAR
    horizon = bottom - 6
    canvas.shade(box(left, top, right, horizon + 1), sky_of(canvas).colours)
    ridge = smooth([(left - 2, horizon - 2), (45, horizon - 3.5), (52, horizon - 1.6), (62, horizon - 4)])
    canvas.fill([*ridge, (62, bottom + 1), (38, bottom + 1)], mix(SILHOUETTE, "#24352E", 0.5))
    canvas.fill([(47.5, horizon - 1), (49, horizon - 1), (56, bottom + 1), (43, bottom + 1)], "#5B5F6A")
    canvas.fill(
        [(41.5, horizon), (41.5, horizon - 3), (43.2, horizon - 4.8), (45, horizon - 3), (45, horizon)],
        "#131A28",
    )
    canvas.fill(box(42.4, horizon - 2.5, 43.6, horizon - 1.2), WINDOW)
    lamp(canvas, (53.8, bottom - 3.5), 9.5)


def _shell(canvas: Canvas, surfaces: Surfaces) -> None:
    def side(across: float) -> Outline:
        return [_at(1, across, 0), _at(1, across, 1), _at(_LENGTH, across, 1), _at(_LENGTH, across, 0)]

    def level(up: float) -> Outline:
        return [_at(1, 0, up), _at(1, 1, up), _at(_LENGTH, 1, up), _at(_LENGTH, 0, up)]

    canvas.shade(side(0), surfaces.wall, sideways=True)
    canvas.shade(side(1), surfaces.wall[::-1], sideways=True)
    canvas.shade(level(1), surfaces.ceiling)
    canvas.shade(level(0), surfaces.floor)


def _joints(canvas: Canvas, colour: Colour) -> None:
    for distance in (1.22, 1.55, 2.0, 2.6, 3.4, 4.5):
        ring = [_at(distance, 0, 0), _at(distance, 0, 1), _at(distance, 1, 1), _at(distance, 1, 0)]
        canvas.line(ring, colour, 0.5 / distance + 0.05, 0.75)
    for across, up in ((0, 0), (0, 1), (1, 0), (1, 1)):
        canvas.line([_at(1, across, up), _at(_LENGTH, across, up)], colour, 0.3)


def _stripe(canvas: Canvas, fixed: bool) -> None:
    colour = TEAL if fixed else darker(TEAL, 0.72)
    for across in (0, 1):
        band = [_at(1, across, 0.16), _at(_LENGTH, across, 0.16), _at(_LENGTH, across, 0.21)]
        canvas.fill([*band, _at(1, across, 0.21)], colour, 0.85)


def _floor_marks(canvas: Canvas) -> None:
    vanishing = (50.0, 42.0)
    for depth in (0.08, 0.35, 0.55, 0.7):
        dash(canvas, vanishing, (50, 84), depth, length=0.13 * (1 - depth), wide=0.7)


def _scrawl(canvas: Canvas) -> None:
    dice = canvas.dice("scrawl")
    side = dice.pick((0.0, 1.0))
    waves = [(0.0, 0.4), (0.18, 0.62), (0.32, 0.38), (0.52, 0.68), (0.66, 0.36), (0.84, 0.6), (1.0, 0.5)]
    scrawl = [_at(1.5 + along * 0.95, side, up + dice.around(0, 0.03)) for along, up in smooth(waves)]
    canvas.line(scrawl, "#B9C7D6", 1.5)
    canvas.line([_at(1.52, side, 0.28), _at(2.4, side, 0.28)], "#B9C7D6", 1.1)
    other = 1.0 - side
    ring = [_at(1.75 + x * 0.24, other, 0.52 + y * 0.13) for x, y in oval((0, 0), 1, 1)]
    canvas.line([*ring, ring[0]], "#8C3F7C", 1.2)
    canvas.line([_at(1.58, other, 0.42), _at(1.98, other, 0.62)], "#8C3F7C", 1.2)


def _puddle(canvas: Canvas) -> None:
    x = canvas.dice("puddle").around(36, 6)
    canvas.fill(oval((x, 68), 13, 2.6), "#3B4A61")
    canvas.fill(oval((x + 2, 68), 7, 1.2), "#8A7A62", 0.8)


def _ceiling_lamp(canvas: Canvas, distance: float, *, lit: bool) -> None:
    rear = distance + 0.22 * distance
    frame = [_at(distance, 0.4, 1), _at(distance, 0.6, 1), _at(rear, 0.6, 1), _at(rear, 0.4, 1)]
    middle = between(frame[0], frame[2], 0.5)
    size = (frame[1][0] - frame[0][0]) * 1.25
    if lit:
        canvas.glow(middle, size * 1.5, size, LAMPLIGHT, 0.8)
    canvas.fill(frame, LAMP_CORE if lit else "#07090D")
    canvas.line([*frame, frame[0]], "#4F4A3B" if lit else "#5B6673", 0.7 / distance)
    if lit:
        canvas.glow(_at(distance * 1.1, 0.5, 0), size * 2, size * 0.4, LAMPLIGHT, 0.5)
    else:
        canvas.line([frame[0], between(frame[1], frame[2], 0.5)], "#5B6673", 0.3)
