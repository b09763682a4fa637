"""What the feet stand on: paths, roads, paving, water and fallen leaves."""

from collections.abc import Sequence
from math import cos, sin

from fieldapp.photos.scenes.canvas import WIDTH, Canvas
from fieldapp.photos.scenes.chance import Dice
from fieldapp.photos.scenes.colours import (
    ASPHALT,
    ASPHALT_NEAR,
    AUTUMN,
    CONCRETE,
    GRAVEL,
    GRAVEL_NEAR,
    NIGHT,
    PAVING,
    PAVING_NEAR,
    Colour,
    darker,
    lighter,
)
from fieldapp.photos.scenes.geometry import Outline, Point, box, oval, smooth
from fieldapp.photos.scenes.sky_and_houses import GROUND_END, HORIZON, sky_of


def winding(canvas: Canvas, far: Point, near: Point, width_far: float, width_near: float) -> Outline:
    """A gravel path from the far point to the near one, in a soft bend; gives its outline."""
    left = _edge(far, near, width_far, width_near, -1)
    right = _edge(far, near, width_far, width_near, 1)
    outline = [*left, *reversed(right)]
    canvas.shade(outline, (GRAVEL, GRAVEL_NEAR))
    for side in (left, right):
        canvas.line(side, darker(GRAVEL_NEAR, 0.4), 0.3, 0.6)
    return outline


def _edge(far: Point, near: Point, width_far: float, width_near: float, side: int) -> Outline:
    points = []
    for share in (0.0, 0.12, 0.35, 0.65, 1.0):
        sway = 4 * sin(share * 5) * (1 - share)
        x = far[0] + (near[0] - far[0]) * share**1.5 + sway
        half = (width_far + (width_near - width_far) * share**1.3) / 2
        points.append((x + side * half, far[1] + (near[1] - far[1]) * share))
    return smooth(points)


def yard(canvas: Canvas, top: float, colours: Sequence[Colour] = (GRAVEL, GRAVEL_NEAR)) -> None:
    """A rounded open ground along the lower edge."""
    crest = smooth([(-5, top + 4), (25, top + 1), (50, top), (75, top + 1), (105, top + 4)])
    canvas.shade([*crest, (105, GROUND_END), (-5, GROUND_END)], colours)


def straight_road(
    canvas: Canvas, vanishing: Point, near_left: float, near_right: float, *, centre_line: bool = True
) -> None:
    """A road towards the vanishing point; the near edges lie at the lower edge."""
    x, y = vanishing
    near = ((near_left, GROUND_END), (near_right, GROUND_END))
    canvas.shade([(x - 0.6, y), (x + 0.6, y), near[1], near[0]], (ASPHALT, ASPHALT_NEAR))
    if centre_line:
        middle = (near_left + near_right) / 2
        for depth in (0.0, 0.28, 0.5, 0.66, 0.78, 0.86, 0.92):
            dash(canvas, vanishing, (middle, GROUND_END), depth, length=0.11 * (1 - depth), wide=1.1)


def dash(canvas: Canvas, vanishing: Point, near: Point, depth: float, *, length: float, wide: float) -> None:
    """One painted dash on a line towards the vanishing point, ``depth`` 0 (near) to 1 (far)."""

    def at(share: float, offset: float) -> Point:
        left = 1 - share
        return (
            vanishing[0] + (near[0] + offset - vanishing[0]) * left,
            vanishing[1] + (near[1] - vanishing[1]) * left,
        )

    end = depth + length
    canvas.fill([at(depth, -wide), at(depth, wide), at(end, wide), at(end, -wide)], "#D9D6CB", 0.85)


def road_across(canvas: Canvas, top: float, bottom: float) -> None:
    """A road from side to side."""
    canvas.shade(box(0, top, WIDTH, bottom), (ASPHALT, ASPHALT_NEAR))


def pavement(canvas: Canvas, top: float, bottom: float, *, slabs: bool = True) -> None:
    """Paving from side to side with joints that lean towards the middle."""
    canvas.shade(box(0, top, WIDTH, bottom), (PAVING, PAVING_NEAR))
    if not slabs:
        return
    joint = darker(PAVING_NEAR, 0.25)
    canvas.line([(0, top + (bottom - top) * 0.4), (WIDTH, top + (bottom - top) * 0.4)], joint, 0.18, 0.6)
    for x in range(-30, 131, 8):
        foot = 50 + (x - 50) * 1.25
        canvas.line([(x, top), (foot, bottom)], joint, 0.18, 0.6)


def kerb(canvas: Canvas, top: float, *, stones: int = 12, broken: tuple[int, ...] = ()) -> None:
    """A row of kerb stones from side to side; broken ones lie crooked."""
    long = WIDTH / (stones - 1)
    for number in range(stones):
        left = number * long - long / 2
        stone = box(left + 0.12, top, left + long - 0.12, top + 2.6, 0.2)
        lean = 0.0
        if number in broken:
            lean = 9.0 if number % 2 else -7.0
        with canvas.turned(lean, (left + long / 2, top + 2)):
            canvas.shade(stone, (lighter(CONCRETE, 0.12), darker(CONCRETE, 0.35)))


def fallen_leaves(canvas: Canvas, top: float, bottom: float, count: int = 90) -> None:
    """Autumn leaves strewn over a strip of ground, larger towards the viewer."""
    dice = canvas.dice("fallen leaves")
    for _ in range(count):
        share = dice.between(0, 1)
        place = (dice.between(0, WIDTH), top + (bottom - top) * share)
        leaf(canvas, dice, place, 0.45 + 0.35 * share, dice.pick(AUTUMN))


def leaf(canvas: Canvas, dice: Dice, place: Point, size: float, colour: Colour) -> None:
    """One leaf lying any way round."""
    angle = dice.between(0, 6.3)
    c, s = cos(angle), sin(angle)
    shape = ((-1, 0), (-0.3, -0.42), (0.5, -0.3), (1, 0), (0.5, 0.3), (-0.3, 0.42))
    outline = [(place[0] + size * (a * c - b * s), place[1] + size * (a * s + b * c) * 0.8) for a, b in shape]
    canvas.fill(outline, colour)


def ground_shadow(canvas: Canvas, middle: Point, wide: float, strength: float = 0.6) -> None:
    """The soft shadow under a thing that stands on the ground."""
    canvas.glow(middle, wide, wide * 0.16, NIGHT, strength)


def water(canvas: Canvas, outline: Outline, depth: float = 0.25) -> None:
    """Still water that mirrors the evening's sky."""
    colours = [darker(colour, depth) for colour in reversed(sky_of(canvas).colours)]
    canvas.shade(outline, colours)


def grate(canvas: Canvas, middle: Point, wide: float) -> None:
    """A round street drain seen from the side."""
    x, y = middle
    high = wide * 0.36
    canvas.fill(oval(middle, wide * 1.12, high * 1.12), CONCRETE)
    canvas.fill(oval(middle, wide, high), "#15181D")
    for step in (-0.66, -0.33, 0.0, 0.33, 0.66):
        half = high * (1 - step * step) ** 0.5 * 0.92
        canvas.line([(x + wide * step, y - half), (x + wide * step, y + half)], "#6A7078", wide * 0.09)
    canvas.line([(x - wide, y), (x + wide, y)], "#6A7078", wide * 0.07)


def horizon_path(canvas: Canvas, near_x: float = 50, far_x: float = 55, wide: float = 46) -> Outline:
    """The usual path: from the lower edge to the houses."""
    return winding(canvas, (far_x, HORIZON), (near_x, GROUND_END), 3, wide)
