"""Trees, bushes, hedges, branches and flowers."""

from math import cos, pi, sin
from typing import Final

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.chance import Dice
from fieldapp.photos.scenes.colours import (
    BARK,
    BARK_LIGHT,
    LEAF,
    LEAF_BRIGHT,
    LEAF_DARK,
    LEAF_LIGHT,
    Colour,
    darker,
    mix,
)
from fieldapp.photos.scenes.geometry import Point, arc, between, oval
from fieldapp.photos.scenes.ground import ground_shadow, leaf

_TUFTS: Final = 17
_GREENS: Final = (LEAF, mix(LEAF, LEAF_LIGHT, 0.5), LEAF_LIGHT)


def foliage(canvas: Canvas, dice: Dice, middle: Point, wide: float, high: float, *, night: float = 0) -> None:
    """A mass of leaves: dark inside and below, lighter on top."""
    x, y = middle
    canvas.fill(oval(middle, wide * 0.79, high * 0.79), darker(LEAF_DARK, night))
    layers = ((LEAF_DARK, 1.0), (LEAF, 0.9), (mix(LEAF, LEAF_LIGHT, 0.55), 0.72), (LEAF_LIGHT, 0.5))
    for layer, share in layers:
        lift = (1 - share) * high * 0.6
        for _ in range(_TUFTS):
            turn, out = dice.between(0, 2 * pi), dice.between(0.25, 0.82) * share
            place = (x + wide * out * cos(turn), y - lift + high * out * sin(turn))
            radius = min(wide, high) * dice.between(0.16, 0.3) * (0.55 + share * 0.45)
            tint = mix(layer, LEAF, dice.between(0, 0.35))
            canvas.disc(place, radius, darker(tint, night))


def leaves(
    canvas: Canvas,
    dice: Dice,
    middle: Point,
    reach: Point,
    count: int,
    *,
    size: float = 0.6,
    night: float = 0,
) -> None:
    """Single leaves that catch the light."""
    for _ in range(count):
        across, down = dice.around(0, 1), dice.around(0, 1)
        if across * across + down * down > 1:
            continue
        light = max(0.0, min(1.0, 0.55 - down * 0.6))
        colour = mix(LEAF_LIGHT, LEAF_BRIGHT, light * dice.between(0.2, 1))
        place = (middle[0] + reach[0] * across, middle[1] + reach[1] * down)
        leaf(canvas, dice, place, size * dice.between(0.7, 1.2), darker(colour, night))


def bush(canvas: Canvas, middle: Point, wide: float, high: float, *, name: str, night: float = 0) -> None:
    """A full bush whose foot is ``high`` below the middle."""
    dice = canvas.dice(f"bush {name}")
    ground_shadow(canvas, (middle[0], middle[1] + high * 0.95), wide * 1.15, 0.55)
    foliage(canvas, dice, middle, wide, high, night=night)
    leaves(canvas, dice, middle, (wide * 0.8, high * 0.84), int(wide * high * 1.2), night=night)


def hedge(canvas: Canvas, left: float, right: float, foot: float, high: float, *, name: str) -> None:
    """A clipped hedge: straight on top."""
    dice = canvas.dice(f"hedge {name}")
    ground_shadow(canvas, ((left + right) / 2, foot), (right - left) * 0.6)
    corner = high * 0.25
    top = foot - high
    canvas.shade(
        [
            *arc((left + corner, top + corner), corner, corner, 180, 270, 6),
            *arc((right - corner, top + corner), corner, corner, 270, 360, 6),
            (right, foot),
            (left, foot),
        ],
        (LEAF_LIGHT, LEAF, LEAF_DARK),
    )
    for _ in range(int((right - left) * high * 1.2)):
        place = (dice.between(left + 0.4, right - 0.4), dice.between(top + 0.4, foot - 0.4))
        colour = mix(LEAF_BRIGHT, LEAF, (place[1] - top) / high * dice.between(0.6, 1.1))
        leaf(canvas, dice, place, 0.5, colour)


def tree(canvas: Canvas, foot: Point, height: float, *, name: str, night: float = 0.25) -> None:
    """A tree with a round crown."""
    dice = canvas.dice(f"tree {name}")
    x, y = foot
    thick = height * 0.05
    canvas.fill(
        [
            (x - thick, y),
            (x - thick * 0.6, y - height * 0.6),
            (x + thick * 0.6, y - height * 0.6),
            (x + thick, y),
        ],
        darker(BARK, night * 0.5),
    )
    crown = (x, y - height * 0.72)
    foliage(canvas, dice, crown, height * 0.32, height * 0.3, night=night)


def trunk(canvas: Canvas, foot: Point, top: Point, thick_foot: float, thick_top: float) -> None:
    """A bare trunk or branch, lit from one side."""
    canvas.fill(
        [
            (foot[0] - thick_foot, foot[1]),
            (top[0] - thick_top, top[1]),
            (top[0] + thick_top, top[1]),
            (foot[0] + thick_foot, foot[1]),
        ],
        BARK_LIGHT,
    )
    canvas.fill(
        [
            (foot[0] - thick_foot * 0.1, foot[1]),
            (top[0] - thick_top * 0.1, top[1]),
            (top[0] + thick_top, top[1]),
            (foot[0] + thick_foot, foot[1]),
        ],
        BARK,
    )


def branch(canvas: Canvas, start: Point, end: Point, *, name: str, thick: float = 1.0) -> None:
    """A branch with leaves along it."""
    dice = canvas.dice(f"branch {name}")
    canvas.line([start, end], BARK, thick)
    for step in range(3, 11):
        place = between(start, end, step / 10)
        place = (place[0] + dice.around(0, 1), place[1] + dice.around(0, 1))
        canvas.disc(place, dice.between(1.2, 2.2), dice.pick(_GREENS))
    for step in range(2, 11):
        place = between(start, end, step / 10)
        leaves(canvas, dice, place, (2.6, 2.6), 14, size=0.75)


def flower(canvas: Canvas, place: Point, size: float, colour: Colour) -> None:
    """One open flower with five petals."""
    with_petals = arc(place, size * 0.6, size * 0.6, 0, 288, 4)
    for petal in with_petals:
        canvas.disc(petal, size * 0.52, colour)
    canvas.disc(place, size * 0.34, "#FFE08A")
