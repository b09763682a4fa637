"""Street and traffic: a pothole, a bare crossing, speeding, a flooded drain."""

from typing import Final

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.chance import Dice
from fieldapp.photos.scenes.colours import (
    ASPHALT,
    ASPHALT_NEAR,
    ASPHALT_NEW,
    AUTUMN,
    BLUE,
    CONCRETE,
    EARTH,
    GRAVEL,
    GRAVEL_NEAR,
    INK,
    LAMP_CORE,
    LAMPLIGHT,
    NIGHT,
    PAVING,
    PAVING_NEAR,
    RED,
    STEEL,
    WHITE,
    YELLOW,
    darker,
    lighter,
)
from fieldapp.photos.scenes.geometry import Outline, Point, between, box, oval, ragged, smooth
from fieldapp.photos.scenes.ground import (
    fallen_leaves,
    grate,
    ground_shadow,
    kerb,
    leaf,
    road_across,
    straight_road,
    water,
)
from fieldapp.photos.scenes.lamps import halo, lamp, pool
from fieldapp.photos.scenes.plants import bush, tree
from fieldapp.photos.scenes.sky_and_houses import GROUND_END, HORIZON, evening, sky_of

_VANISHING: Final = (50.0, HORIZON)


def paint_pothole(canvas: Canvas, fixed: bool) -> None:
    """A deep hole by a broken kerb; mended: new asphalt and a whole row of stones."""
    x = 52 + canvas.dice("place").around(0, 5)
    evening(canvas, 30)
    canvas.shade(box(0, 34, 100, 43), (PAVING, PAVING_NEAR))
    tree(canvas, (8, 34), 26, name="left")
    lamp(canvas, (80, 37), 34, arm=-1)
    road_across(canvas, 43, GROUND_END)
    _road_grain(canvas)
    kerb(canvas, 41.6, stones=11, broken=() if fixed else (5, 6))
    if fixed:
        _new_asphalt(canvas, x)
    else:
        _hole(canvas, x)
    pool(canvas, (72, 50), 26, 0.3)


def _road_grain(canvas: Canvas) -> None:
    dice = canvas.dice("grain")
    for _ in range(240):
        share = dice.between(0, 1)
        place = (dice.between(0, 100), 45 + 30 * share)
        canvas.disc(place, 0.08 + 0.12 * share, dice.pick((lighter(ASPHALT, 0.3), INK)), 0.6)


def _hole(canvas: Canvas, x: float) -> None:
    dice = canvas.dice("hole")
    for end_x, end_y in ((-36, -3), (-29, 7), (32, -5), (38, 4), (15, 12), (-9, -12), (12, -12)):
        crack = [(x + end_x * share, 60 + end_y * share) for share in (0.3, 0.6, 0.75, 0.9, 1.0)]
        crack = [(px + dice.around(0, 1.4), py + dice.around(0, 0.8)) for px, py in crack]
        canvas.line(crack, "#15171B", 0.3)
        canvas.line([crack[2], (crack[2][0] + dice.around(0, 5), crack[2][1] + dice.around(1, 2))], INK, 0.22)
    rim = ragged(dice, (x, 60), 25, 9.5, 0.13)
    canvas.fill(rim, lighter(ASPHALT, 0.22))
    deep = [(px, py + 0.9) for px, py in (between((x, 60), point, 0.93) for point in rim)]
    canvas.shade(deep, ("#0E0F12", "#221D1A", EARTH))
    pool_edge = ragged(dice, (x + 3, 63), 12, 3, 0.12)
    canvas.shade(pool_edge, (darker(sky_of(canvas).horizon, 0.35), darker(sky_of(canvas).colours[1], 0.2)))
    for _ in range(70):
        place = (x + dice.around(0, 30), 60 + dice.around(0, 11))
        canvas.fill(
            ragged(dice, place, dice.between(0.3, 1.1), 0.5), dice.pick(("#77757A", "#4B4A4E", "#8F8B86"))
        )


def _new_asphalt(canvas: Canvas, x: float) -> None:
    patch = [(x - 27, 49), (x + 27, 49), (x + 34, 71), (x - 34, 71)]
    canvas.fill([(a + (0.7 if a > x else -0.7), b) for a, b in patch], "#17181C")
    canvas.shade(patch, (lighter(ASPHALT_NEW, 0.08), ASPHALT_NEW))
    dice = canvas.dice("new")
    for _ in range(120):
        place = (x + dice.around(0, 26), dice.between(50, 70))
        canvas.disc(place, 0.13, "#4C4F57", 0.7)


def paint_crossing(canvas: Canvas, fixed: bool) -> None:
    """A dark crossing without markings; mended: zebra, signs and a lamp."""
    shift = canvas.dice("place").around(0, 3)
    vanishing = (50 + shift, HORIZON)
    evening(canvas)
    canvas.shade([(-30, GROUND_END), (44, HORIZON), (56, HORIZON), (130, GROUND_END)], (PAVING, PAVING_NEAR))
    straight_road(canvas, vanishing, -18, 118)
    tree(canvas, (92, 46), 30, name="right")
    tree(canvas, (6, 45), 24, name="left")
    _oncoming_car(canvas, (vanishing[0] - 4.5, 45.5), 1.0)
    _paths_to_the_road(canvas)
    if not fixed:
        canvas.darken(0.36)
        _oncoming_car(canvas, (vanishing[0] - 4.5, 45.5), 1.0)
        lamp(canvas, (91, 51), 36, arm=-1, lit=False)
        return
    lamp(canvas, (91, 51), 36, arm=-1)
    _zebra(canvas, vanishing)
    pool(canvas, (50, 60), 40, 0.42)
    for x in (20.5, 79.5):
        _crossing_sign(canvas, (x + shift * 0.4, 53))


def _paths_to_the_road(canvas: Canvas) -> None:
    # paths that meet the road on both sides tell that people cross here
    for side in (-1, 1):
        outer, inner = 50 + side * 56, 50 + side * 38
        path = [(outer, 55), (inner + side * 3, 55.4), (inner + side * 11, 64), (outer, 66)]
        canvas.shade(path, (GRAVEL, GRAVEL_NEAR))


def _zebra(canvas: Canvas, vanishing: Point) -> None:
    top, bottom = 54.0, 66.0
    for number in range(8):
        near = -12 + number * 16.4
        stripe = []
        for y, offset in ((top, 0), (top, 8.2), (bottom, 8.2), (bottom, 0)):
            share = (y - HORIZON) / (GROUND_END - HORIZON)
            stripe.append((vanishing[0] + (near + offset - vanishing[0]) * share, y))
        canvas.fill(stripe, "#EFECE0")


def _crossing_sign(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    top = y - 31
    canvas.line([foot, (x, top)], STEEL, 1)
    canvas.fill(box(x - 6, top - 6, x + 6, top + 6, 0.8), WHITE)
    canvas.fill(box(x - 5.4, top - 5.4, x + 5.4, top + 5.4, 0.6), BLUE)
    canvas.fill([(x, top - 4.4), (x + 4.6, top + 4), (x - 4.6, top + 4)], WHITE)
    for bar in (-2.1, -0.7, 0.7, 2.1):
        canvas.fill([(x + bar - 0.4, top + 3.4), (x + bar * 0.7, top + 0.6), (x + bar + 0.5, top + 3.4)], INK)


def _oncoming_car(canvas: Canvas, middle: Point, size: float) -> None:
    x, y = middle
    ground_shadow(canvas, (x, y + 1.9 * size), 5 * size, 0.8)
    canvas.fill(box(x - 3.6 * size, y - 1.8 * size, x + 3.6 * size, y + 1.8 * size, 0.9 * size), "#1B2029")
    canvas.fill(
        [
            (x - 2.9 * size, y - 1.6 * size),
            (x - 2 * size, y - 4 * size),
            (x + 2 * size, y - 4 * size),
            (x + 2.9 * size, y - 1.6 * size),
        ],
        "#2B3646",
    )
    for side in (-2.5, 2.5):
        lamp_at = (x + side * size, y)
        canvas.glow(lamp_at, 6 * size, 6 * size, LAMP_CORE, 0.8)
        canvas.disc(lamp_at, 0.8 * size, LAMP_CORE)
    pool(canvas, (x, y + 4 * size), 9 * size, 0.4)


def paint_speeding(canvas: Canvas, fixed: bool) -> None:
    """A wide straight street with streaks of fast cars; mended: a speed bump and planters."""
    vanishing = (50 + canvas.dice("place").around(0, 4), 37.0)
    evening(canvas, 37)
    canvas.shade([(-40, GROUND_END), (44, 37), (56, 37), (140, GROUND_END)], (PAVING, PAVING_NEAR))
    straight_road(canvas, vanishing, -22, 122)
    for side, arm in ((-1, 1.0), (1, -1.0)):
        for share in (0.16, 0.3, 0.62):
            foot = (vanishing[0] + side * 82 * share, 37 + 40 * share)
            lamp(canvas, foot, 62 * share + 3, arm=arm)
    if fixed:
        _speed_bump(canvas)
        _slow_sign(canvas, (19.5, 52.5))
        _planter(canvas, (88, 62))
        _oncoming_car(canvas, (vanishing[0] - 3, 42.5), 0.8)
        return
    _light_streaks(canvas, vanishing)


def _light_streaks(canvas: Canvas, vanishing: Point) -> None:
    dice = canvas.dice("streaks")
    x, y = vanishing
    for near_x, colour, core, heights in (
        (-12.0, "#FFE9B8", "#FFFFFF", (63, 67, 71)),
        (88.0, "#E0322B", "#FF9A86", (60, 64, 67)),
    ):
        for height in heights:
            near = (near_x + dice.around(0, 4) + (height - 65) * 1.4, height + 9.0)
            bend = between(near, vanishing, 0.6)
            streak = smooth([near, (bend[0], bend[1] + 0.4), (x - 1 if near_x < 0 else x + 1, y + 1)])
            _streak(canvas, streak, colour, core)
    canvas.glow((x - 2, y + 1), 8, 5, LAMP_CORE, 0.9)
    canvas.glow((x + 2, y + 1), 6, 4, RED, 0.7)


def _streak(canvas: Canvas, streak: Outline, colour: str, core: str) -> None:
    def tapered(thick: float) -> Outline:
        last = len(streak) - 1
        upper = [(px, py - thick * (1 - step / last)) for step, (px, py) in enumerate(streak)]
        lower = [(px, py + thick * (1 - step / last)) for step, (px, py) in enumerate(streak)]
        return [*upper, *reversed(lower)]

    canvas.soft(tapered(2.4), colour, 0.6, 0.8)
    canvas.fill(tapered(0.7), colour)
    canvas.fill(tapered(0.28), core)


def _speed_bump(canvas: Canvas) -> None:
    top, bottom = 55.0, 66.0
    crown = smooth([(14, top + 1), (32, top - 1.6), (50, top - 2), (68, top - 1.6), (86, top + 1)])
    canvas.soft(box(0, bottom - 1, 100, bottom + 2), NIGHT, 0.6, 1)
    canvas.shade([*crown, (101, bottom), (-1, bottom)], ("#8E5A4C", "#6B3F36"))
    for number in range(6):
        left = 3 + number * 16.4
        tooth = [(left, bottom), (left + 12, bottom), (50 + (left + 6 - 50) * 0.78, top + 2.5)]
        canvas.fill(tooth, "#F2EFE4")
    pool(canvas, (50, 60), 40, 0.3)


def _slow_sign(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    top = y - 27
    canvas.line([foot, (x, top)], STEEL, 1)
    canvas.fill([(x, top - 7), (x + 7.4, top + 5.4), (x - 7.4, top + 5.4)], RED)
    canvas.fill([(x, top - 4.4), (x + 5, top + 4), (x - 5, top + 4)], YELLOW)
    bump = smooth(
        [(x - 3.4, top + 3), (x - 1.4, top + 2.4), (x, top + 0.6), (x + 1.4, top + 2.4), (x + 3.4, top + 3)]
    )
    canvas.fill([*bump, (x + 3.4, top + 3.3), (x - 3.4, top + 3.3)], INK)


def _planter(canvas: Canvas, place: Point) -> None:
    x, y = place
    ground_shadow(canvas, (x, y + 5), 11, 0.7)
    bush(canvas, (x, y - 5), 8, 6, name="planter")
    canvas.shade(box(x - 8, y - 2, x + 8, y + 5, 0.6), (lighter(CONCRETE, 0.2), darker(CONCRETE, 0.4)))
    canvas.fill(box(x - 8, y, x + 8, y + 1.4), YELLOW)


def paint_puddle(canvas: Canvas, fixed: bool) -> None:
    """Water stands over a blocked drain; mended: a dry path and a clean grate."""
    x = 50 + canvas.dice("place").around(0, 5)
    evening(canvas, 33)
    tree(canvas, (90, 38), 30, name="right")
    canvas.shade(box(0, 40, 100, GROUND_END), (ASPHALT, ASPHALT_NEAR))
    lamp(canvas, (26, 39.4), 36)
    kerb(canvas, 39.4)
    if fixed:
        pool(canvas, (38, 50), 34, 0.35)
        grate(canvas, (x, 60), 9)
        fallen_leaves(canvas, 68, 75, 16)
        return
    _flood(canvas, x)


def _flood(canvas: Canvas, x: float) -> None:
    dice = canvas.dice("flood")
    edge = ragged(dice, (x, 58.5), 42, 13.5, 0.08)
    canvas.fill([(px, py + 0.6) for px, py in edge], darker(ASPHALT_NEAR, 0.5))
    water(canvas, edge)
    canvas.soft(box(33.6, 48, 37, 66), LAMPLIGHT, 0.7, 1)
    halo(canvas, (35.3, 64), 11)
    for ring in (5.0, 9.0, 13.0):
        ripple = oval((x + 16, 63), ring, ring * 0.24)
        canvas.line([*ripple, ripple[0]], WHITE, 0.22, 0.45)
    _clogged_drain(canvas, dice, (x - 2, 61))


def _clogged_drain(canvas: Canvas, dice: Dice, middle: Point) -> None:
    canvas.fill(oval(middle, 10, 3.5), "#0D1118", 0.55)
    for _ in range(150):
        share = dice.between(0, 1)
        place = (middle[0] + dice.around(0, 11) * share, middle[1] + dice.around(0, 3.8) * share)
        leaf(canvas, dice, place, dice.between(0.6, 1.1), darker(dice.pick(AUTUMN), 0.15))
    for _ in range(26):
        place = (middle[0] + dice.around(0, 34), middle[1] + dice.around(0, 7))
        leaf(canvas, dice, place, 0.8, dice.pick(AUTUMN))
