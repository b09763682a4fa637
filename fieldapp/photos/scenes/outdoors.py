"""Stairs, play and water: wooden steps, a nest swing, a life ring at a jetty."""

from typing import Final

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.colours import (
    INK,
    IRON,
    LAMPLIGHT,
    NIGHT,
    ORANGE,
    RED,
    SILHOUETTE,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_LIGHT,
    WOOD_NEW,
    Colour,
    darker,
    lighter,
    mix,
)
from fieldapp.photos.scenes.geometry import Outline, Point, arc, between, box, oval, smooth
from fieldapp.photos.scenes.ground import fallen_leaves, ground_shadow, water, yard
from fieldapp.photos.scenes.lamps import lamp, pool
from fieldapp.photos.scenes.plants import bush, tree
from fieldapp.photos.scenes.sky_and_houses import GROUND_END, evening, hills, houses, sky, wood_edge

_STEPS: Final = 8
_BROKEN_STEPS: Final = (2, 4)
_STAIR_FOOT: Final = 70.0
_STAIR_TOP: Final = 31.0


def paint_stairs(canvas: Canvas, fixed: bool) -> None:
    """Wooden stairs with two broken steps and a fallen rail; mended: new wood, straight rail."""
    middle = 50 + canvas.dice("place").around(0, 4)
    evening(canvas, 33)
    slope = smooth([(-5, 40), (25, 33), (50, 31), (75, 33), (105, 40)])
    canvas.shade([*slope, (105, GROUND_END), (-5, GROUND_END)], ("#4A5940", "#222B20"))
    tree(canvas, (88, 40), 34, name="right")
    lamp(canvas, (middle + 26, 36), 29, arm=-1)
    pool(canvas, (middle, 52), 34, 0.4)
    bush(canvas, (10, 56), 14, 10, name="left", night=0.1)
    bush(canvas, (92, 60), 13, 10, name="right", night=0.1)
    yard(canvas, 69)
    _stairs(canvas, middle, fixed)
    _rail(canvas, middle, 1, whole=True, fixed=fixed)
    _rail(canvas, middle, -1, whole=fixed, fixed=fixed)
    fallen_leaves(canvas, 71, 75, 40)


def _tread(middle: float, step: float) -> tuple[float, float, float]:
    share = step / _STEPS
    half = 25 - 13 * share
    return middle - half, middle + half, _STAIR_FOOT - (_STAIR_FOOT - _STAIR_TOP) * share**0.92


def _stairs(canvas: Canvas, middle: float, fixed: bool) -> None:
    left, right, foot = _tread(middle, 0)
    top_left, top_right, top = _tread(middle, _STEPS)
    canvas.fill([(left, foot + 2), (right, foot + 2), (top_right, top), (top_left, top)], "#12100E")
    for step in reversed(range(_STEPS)):
        _step(canvas, middle, step, broken=step in _BROKEN_STEPS and not fixed, new=step in _BROKEN_STEPS)
    for side in (0, 1):
        low, high = _tread(middle, 0.0)[side], _tread(middle, _STEPS)[side]
        out = -1 if side == 0 else 1
        beam = [(low, foot + 2.4), (high, top), (high + out * 0.9, top), (low + out * 2.2, foot + 2.4)]
        canvas.fill(beam, WOOD_DARK)


def _step(canvas: Canvas, middle: float, step: int, *, broken: bool, new: bool) -> None:
    left, right, y = _tread(middle, step)
    back_left, back_right, back_y = _tread(middle, step + 0.45)
    colour = WOOD_NEW if new and not broken else WOOD
    front = (1.7 - step * 0.1, y)
    if not broken:
        canvas.shade(
            [(left, y), (right, y), (back_right, back_y), (back_left, back_y)], (lighter(colour, 0.2), colour)
        )
        canvas.fill(box(left, y, right, y + front[0]), darker(colour, 0.4))
        return
    gap_start, gap_stop = left + (right - left) * 0.3, left + (right - left) * 0.8
    teeth_left: Outline = [(gap_start + 2, y + 0.4), (gap_start, y - 0.8), (gap_start + 3, y - 1.6)]
    canvas.fill(
        [
            (left, y + front[0]),
            (left, y),
            (back_left, back_y),
            (gap_start + 1, back_y),
            *reversed(teeth_left),
            (gap_start, y + front[0]),
        ],
        WOOD,
    )
    canvas.fill(
        [
            (right, y + front[0]),
            (right, y),
            (back_right, back_y),
            (gap_stop, back_y),
            (gap_stop - 2.4, y - 1),
            (gap_stop + 0.6, y),
            (gap_stop - 1.4, y + front[0]),
        ],
        WOOD,
    )
    with canvas.turned(24, (gap_start, y)):
        canvas.fill(box(gap_start - 1, y + 1, gap_start + 10, y + 2.6, 0.2), WOOD_LIGHT)


def _rail(canvas: Canvas, middle: float, side: int, *, whole: bool, fixed: bool) -> None:
    index = 0 if side < 0 else 1
    colour = WOOD_NEW if fixed and side < 0 else WOOD
    feet, heads = [], []
    for step in (0.0, 2.7, 5.4, 8.0):
        x, y = _tread(middle, step)[index], _tread(middle, step)[2]
        x += side * 1.2
        feet.append((x, y + 1.4))
        heads.append((x, y + 1.4 - 19 + step * 1.15))
    if whole:
        _whole_rail(canvas, feet, heads, colour)
    else:
        _fallen_rail(canvas, feet, heads)


def _whole_rail(canvas: Canvas, feet: Outline, heads: Outline, colour: Colour) -> None:
    for number, (foot, head) in enumerate(zip(feet, heads, strict=True)):
        canvas.line([foot, head], darker(colour, 0.3), 2.0 - number * 0.35)
    for share, thick in ((0.0, 1.7), (0.48, 1.1)):
        near, far = between(heads[0], feet[0], share), between(heads[-1], feet[-1], share)
        canvas.line([near, far], colour, thick)


def _fallen_rail(canvas: Canvas, feet: Outline, heads: Outline) -> None:
    for number in (2, 3):
        canvas.line([feet[number], heads[number]], darker(WOOD, 0.3), 2.0 - number * 0.35)
    canvas.line([heads[3], heads[2], between(heads[2], heads[1], 0.35)], WOOD, 1.5)
    stump = between(feet[0], heads[0], 0.42)
    canvas.line([feet[0], stump], darker(WOOD, 0.3), 2)
    canvas.fill(
        [
            (stump[0] - 1, stump[1]),
            (stump[0] - 0.5, stump[1] - 3),
            (stump[0] + 0.2, stump[1] - 1),
            (stump[0] + 0.8, stump[1] - 2.4),
            (stump[0] + 1, stump[1]),
        ],
        WOOD_LIGHT,
    )
    canvas.line([feet[1], (feet[1][0] - 6, feet[1][1] - 13)], darker(WOOD, 0.3), 1.7)
    fallen = ((heads[2][0] - 3, heads[2][1] + 8), (feet[0][0] - 18, feet[0][1] - 1))
    canvas.line(fallen, darker(WOOD, 0.5), 2.2)
    canvas.line([(x, y - 0.5) for x, y in fallen], WOOD, 1.5)


def paint_swing(canvas: Canvas, fixed: bool) -> None:
    """A nest swing hangs crooked from a snapped chain; mended: level on whole chains."""
    middle = 50 + canvas.dice("place").around(0, 4)
    evening(canvas)
    tree(canvas, (6, 46), 36, name="left")
    yard(canvas, 53, ("#A9916B", "#6C5A43"))
    lamp(canvas, (94, 50), 44, arm=-1)
    pool(canvas, (middle, 66), 40, 0.35)
    ground_shadow(canvas, (middle, 67), 22, 0.6)
    _swing_frame(canvas, middle)
    if fixed:
        _nest(canvas, (middle, 56), lean=0)
        for side in (-1, 1):
            _chain(canvas, (middle + side * 11, 18), (middle + side * 14.5, 55.4))
            _chain(canvas, (middle + side * 11, 18), (middle + side * 8, 57.4))
        return
    _nest(canvas, (middle - 3, 57), lean=27)
    for reach in (15.6, 8.0):
        _chain(canvas, (middle - 11, 18), (middle - 3 - reach, 57 - reach * 0.42))
    _snapped_chains(canvas, middle)


def _swing_frame(canvas: Canvas, middle: float) -> None:
    for side in (-1, 1):
        top = (middle + side * 30, 17)
        for spread in (-7.0, 7.0):
            foot = (top[0] + spread + side * 2, 67 if spread * side > 0 else 62)
            canvas.line([top, foot], TEAL if spread * side > 0 else darker(TEAL, 0.35), 2)
    canvas.line([(middle - 32, 17), (middle + 32, 17)], TEAL, 2.6)
    canvas.line([(middle - 31, 16.4), (middle + 31, 16.4)], lighter(TEAL, 0.35), 0.5)
    for side in (-11, 11):
        canvas.fill(box(middle + side - 1.2, 15.6, middle + side + 1.2, 19.2, 0.4), IRON)


def _nest(canvas: Canvas, middle: Point, *, lean: float) -> None:
    x, y = middle
    with canvas.turned(lean, middle):
        canvas.fill(oval((x, y), 15.5, 4.6), INK, 0.55)
        for share in (-0.7, -0.35, 0.0, 0.35, 0.7):
            half = 4.2 * (1 - share * share) ** 0.5
            canvas.line([(x + 15 * share, y - half), (x + 15 * share, y + half)], STEEL, 0.35)
            wide = 14.6 * (1 - share * share) ** 0.5
            canvas.line([(x - wide, y + 4 * share), (x + wide, y + 4 * share)], STEEL, 0.35)
        ring = oval((x, y), 15.5, 4.6, corners=60)
        canvas.line([*ring, ring[0]], "#1B2029", 2.4)
        canvas.line([(px, py - 0.5) for px, py in [*ring, ring[0]]], RED, 1.1)


def _chain(canvas: Canvas, start: Point, end: Point) -> None:
    canvas.line([start, end], IRON, 0.9)
    links = 26
    for link in range(links):
        place = between(start, end, (link + 0.5) / links)
        canvas.disc(place, 0.42, "#C3CAD2" if link % 2 else "#7B848E")


def _snapped_chains(canvas: Canvas, middle: float) -> None:
    start = (middle + 11, 18.0)
    loose = smooth([start, (middle + 11.6, 26), (middle + 10.6, 34), (middle + 12.2, 39)])
    for first, second in zip(loose[::3], loose[3::3], strict=False):
        canvas.line([first, second], IRON, 0.9)
        canvas.disc(first, 0.45, "#C3CAD2")
        canvas.disc(between(first, second, 0.5), 0.42, "#7B848E")
    canvas.line(arc((middle + 12.4, 40.3), 1, 1.2, -100, 130), "#E4E9EE", 0.6)
    trailing = smooth([(middle + 10, 63.5), (middle + 14, 67.5), (middle + 20, 67), (middle + 24, 69)])
    canvas.line(trailing, IRON, 0.9)
    for place in trailing[::2]:
        canvas.disc(place, 0.42, "#C3CAD2")


def paint_life_ring(canvas: Canvas, fixed: bool) -> None:
    """A jetty where the life ring is gone from its post; mended: the ring hangs there."""
    post = 62 + canvas.dice("place").around(0, 5)
    sky(canvas, 34)
    hills(canvas, 34)
    houses(canvas, 34, 0.6)
    wood_edge(canvas, 34, 3.4)
    _lake(canvas)
    _jetty(canvas)
    _reeds(canvas)
    canvas.soft(oval((post, 33), 22, 22), LAMPLIGHT, 0.12, 4)
    _ring_post(canvas, post)
    if fixed:
        _ring(canvas, (post, 30))
    else:
        _empty_hook(canvas, (post, 30))


def _lake(canvas: Canvas) -> None:
    water(canvas, box(0, 34, 100, GROUND_END), 0.12)
    dice = canvas.dice("lake")
    canvas.soft(box(0, 33.6, 100, 38), SILHOUETTE, 0.75, 1)
    for _ in range(46):
        share = dice.between(0, 1)
        x, y, wide = dice.between(0, 100), 37 + 38 * share**1.4, dice.between(2, 6) * (0.5 + share)
        canvas.line([(x, y), (x + wide, y)], WHITE, 0.18, 0.28)
    for _ in range(5):
        x = dice.between(5, 95)
        canvas.soft(box(x, 36, x + 1, 46), "#F3CB7C", 0.6, 0.5)


def _jetty(canvas: Canvas) -> None:
    near = ((12.0, GROUND_END), (104.0, GROUND_END))
    far = ((38.0, 47.0), (58.0, 47.0))
    for left, right, y in ((38.0, 58.0, 47.0), (31.0, 69.0, 55.0), (22.0, 84.0, 65.0)):
        for x in (left, right):
            canvas.fill(box(x - 0.9, y - 3, x + 0.9, y + 5), "#241C17")
    canvas.fill(
        [(far[0][0], 48.4), (far[1][0], 48.4), (near[1][0] + 2, 78), (near[0][0] - 2, 78)], NIGHT, 0.5
    )
    canvas.shade([far[0], far[1], near[1], near[0]], (mix(WOOD, "#8C8580", 0.5), mix(WOOD, "#8C8580", 0.25)))
    y, step = 47.0, 0.9
    while y < GROUND_END:
        share = (y - 47) / (GROUND_END - 47)
        start, end = between(far[0], near[0], share), between(far[1], near[1], share)
        canvas.line([start, end], WOOD_DARK, 0.15 + step * 0.07)
        y += step
        step *= 1.16


def _reeds(canvas: Canvas) -> None:
    dice = canvas.dice("reeds")
    for _ in range(46):
        x, lean = dice.between(-2, 17), dice.around(0.6, 2)
        foot, top = dice.between(60, 77), dice.between(34, 54)
        canvas.line(smooth([(x, foot), (x + lean * 0.3, (foot + top) / 2), (x + lean, top)]), "#2F4234", 0.45)
        if dice.happens(0.3):
            canvas.line([(x + lean, top), (x + lean * 1.1, top + 3)], "#5B4028", 1)


def _ring_post(canvas: Canvas, x: float) -> None:
    ground_shadow(canvas, (x, 66), 7, 0.6)
    canvas.shade(box(x - 1.6, 14, x + 1.6, 66, 0.5), (WOOD_LIGHT, WOOD_DARK), sideways=True)
    canvas.shade(box(x - 14, 15, x + 14, 46, 1), ("#F0EDE2", "#CFCBBE"))
    canvas.fill(box(x - 14, 43.4, x + 14, 46, 0.6), ORANGE)
    canvas.fill(box(x - 14, 15, x + 14, 17.6, 0.6), ORANGE)


def _ring(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    rope = oval((x, y + 0.6), 12, 12)
    canvas.line([*rope, rope[0]], "#E7DDBF", 0.5)
    for radius, colour in (
        (10.6, darker(ORANGE, 0.3)),
        (10.2, ORANGE),
        (5.6, darker(ORANGE, 0.3)),
        (5.2, "#E4E0D4"),
    ):
        canvas.disc(middle, radius, colour)
    for start in (-20, 70, 160, 250):
        band = [*arc(middle, 10.3, 10.3, start, start + 36, 8), *arc(middle, 5.3, 5.3, start + 36, start, 8)]
        canvas.fill(band, WHITE)
    canvas.line(arc((x - 0.4, y - 0.4), 8.8, 8.8, 190, 260), lighter(ORANGE, 0.5), 0.7)


def _empty_hook(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    outline = oval(middle, 10.4, 10.4, corners=44)
    for first, second in zip(outline[::2], outline[1::2], strict=True):
        canvas.line([first, second], "#8E8B80", 0.45)
    canvas.line([(x, y - 9), (x, y - 5.5)], IRON, 1.1)
    canvas.line(arc((x + 1.4, y - 5.5), 1.4, 1.6, 180, 0), IRON, 1.1)
    frayed = smooth([(x + 1, y - 6), (x + 3, y + 2), (x + 1, y + 9), (x + 4, y + 13)])
    canvas.line(frayed, "#B7A77C", 0.7)
    for tip in (-1.2, 0.2, 1.5):
        canvas.line([frayed[-1], (frayed[-1][0] + tip, frayed[-1][1] + 2)], "#B7A77C", 0.35)
