"""Scrawl and rubbish: a painted cabinet, dumped trolleys and waste."""

from typing import Final

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.colours import (
    EARTH,
    INK,
    IRON,
    PINK,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    WOOD_DARK,
    YELLOW,
    darker,
    lighter,
)
from fieldapp.photos.scenes.geometry import Outline, Point, box, oval, ragged, smooth
from fieldapp.photos.scenes.ground import fallen_leaves, ground_shadow, pavement
from fieldapp.photos.scenes.lamps import lamp, pool
from fieldapp.photos.scenes.plants import bush, hedge, tree
from fieldapp.photos.scenes.sky_and_houses import evening

_CABINET: Final = "#7D8C84"
_CABINET_DARK: Final = "#56645E"


def paint_cabinet(canvas: Canvas, fixed: bool) -> None:
    """Scrawl over both doors of an electricity cabinet; mended: clean doors."""
    left = 22 + canvas.dice("place").around(0, 4)
    evening(canvas)
    pavement(canvas, 60, 76)
    bush(canvas, (8, 50), 12, 9, name="left", night=0.3)
    bush(canvas, (95, 51), 13, 9, name="right", night=0.3)
    lamp(canvas, (92, 60), 52, arm=-1)
    _cabinet(canvas, left)
    if not fixed:
        _tags(canvas, left)
    fallen_leaves(canvas, 66, 75, 70)


def _cabinet(canvas: Canvas, left: float) -> None:
    right = left + 52
    ground_shadow(canvas, ((left + right) / 2, 67), 34, 0.85)
    canvas.fill(box(left + 1.5, 62, right - 1.5, 67), "#3B4042")
    canvas.shade(
        box(left, 23, right, 64, 0.6), (lighter(_CABINET, 0.14), _CABINET, _CABINET_DARK), sideways=True
    )
    canvas.shade(box(left - 2, 19.6, right + 2, 23.4, 0.5), (lighter(_CABINET, 0.05), _CABINET_DARK))
    middle = (left + right) / 2
    canvas.line([(middle, 24), (middle, 63.4)], darker(_CABINET_DARK, 0.5), 0.5)
    canvas.line([(left + 0.4, 61.6), (right - 0.4, 61.6)], darker(_CABINET_DARK, 0.4), 0.3)
    for start in (left + 5, middle + 5):
        for y in (27.0, 29.0, 31.0):
            canvas.fill(box(start, y, start + 16, y + 0.8, 0.3), darker(_CABINET_DARK, 0.35))
            canvas.line([(start, y + 1.1), (start + 16, y + 1.1)], lighter(_CABINET, 0.25), 0.15)
    canvas.fill(box(middle + 1.8, 40, middle + 3, 47, 0.5), INK)
    _warning(canvas, (left + 13, 38))


def _warning(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    canvas.fill([(x, y - 3.6), (x + 3.9, y + 3), (x - 3.9, y + 3)], INK)
    canvas.fill([(x, y - 2.7), (x + 3.2, y + 2.6), (x - 3.2, y + 2.6)], YELLOW)
    bolt = [(0.5, -1.6), (-0.9, 0.8), (0.0, 0.8), (-0.5, 2.3), (1.0, 0.1), (0.1, 0.1)]
    canvas.fill([(x + a, y + b) for a, b in bolt], INK)


def _tags(canvas: Canvas, left: float) -> None:
    dice = canvas.dice("tags")
    colour = dice.pick((PINK, "#39B6C9", "#8A55D6", "#E4572E"))
    waves = [(3, 54), (6, 46), (10, 43), (14, 53), (18, 55), (22, 42), (26, 41), (28, 52), (33, 52), (37, 40)]
    waves += [(41, 42), (41, 52), (46, 49), (49, 44)]
    tag = smooth([(left + x, y + dice.around(0, 0.8)) for x, y in waves])
    canvas.line(tag, darker(colour, 0.35), 3.4)
    canvas.line(tag, colour, 2.7)
    canvas.line(tag, lighter(colour, 0.6), 0.7)
    for x in (8, 19, 31, 43):
        canvas.line([(left + x, 53), (left + x + 0.2, 55 + dice.between(1, 5))], colour, 0.6)
    canvas.line(smooth([(left + 7, 59), (left + 22, 58), (left + 44, 57)]), INK, 1.3)
    loop = [
        (left + 33, 35),
        (left + 38, 32),
        (left + 41, 34),
        (left + 38, 38),
        (left + 35, 36),
        (left + 42, 31),
    ]
    canvas.line(smooth(loop), INK, 1.4)


def paint_dumped(canvas: Canvas, fixed: bool) -> None:
    """Two shopping trolleys, sacks, a mattress and a tyre in the grass; mended: clean grass."""
    shift = canvas.dice("place").around(0, 4)
    evening(canvas)
    tree(canvas, (10, 47), 36, name="left")
    tree(canvas, (88, 46), 30, name="right")
    hedge(canvas, -3, 103, 48, 6, name="back")
    lamp(canvas, (70 + shift, 47), 36, arm=-1)
    pool(canvas, (56, 60), 40, 0.45)
    pavement(canvas, 69, 76, slabs=False)
    if fixed:
        fallen_leaves(canvas, 68, 75, 24)
        return
    _mattress(canvas, (10 + shift, 63))
    ground_shadow(canvas, (67 + shift, 64), 12, 0.7)
    _trolley(canvas, (67 + shift, 64), 1.0)
    ground_shadow(canvas, (34 + shift, 69), 20, 0.6)
    with canvas.turned(-102, (52 + shift, 61)):
        _trolley(canvas, (60 + shift, 52), 0.9)
    for x, y, size in ((82, 64, 6.5), (91, 66, 5.2), (86, 69, 4.4)):
        _sack(canvas, (x + shift, y), size, name=f"{x}")
    _tyre(canvas, (19 + shift, 69))
    _box_and_litter(canvas, 74 + shift)
    fallen_leaves(canvas, 66, 75, 60)


def _trolley(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot

    def at(across: float, up: float) -> Point:
        return x + across * size, y - up * size

    basket = [at(-9.5, 22), at(11, 19), at(8, 9), at(-6.5, 8)]
    canvas.fill(basket, "#0E131B", 0.35)
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        canvas.line([_on(basket[0], basket[1], share), _on(basket[3], basket[2], share)], STEEL, 0.45 * size)
    for share in (0.0, 0.33, 0.66, 1.0):
        canvas.line(
            [_on(basket[0], basket[3], share), _on(basket[1], basket[2], share)], "#C7D0D8", 0.55 * size
        )
    canvas.line([at(-13, 25), at(-9.5, 22), at(-6.5, 8), at(-8, 3), at(8, 3)], "#C7D0D8", 0.9 * size)
    canvas.line([at(-14.5, 25), at(-11.5, 25.3)], "#C0392B", 1.6 * size)
    canvas.line([at(8, 3), at(9.5, 1.5)], STEEL, 0.7 * size)
    for across in (-8, 8.5):
        canvas.disc(at(across, 1.2), 1.3 * size, INK)
        canvas.disc(at(across, 1.2), 0.5 * size, STEEL)


def _on(first: Point, second: Point, share: float) -> Point:
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share


def _sack(canvas: Canvas, foot: Point, size: float, *, name: str) -> None:
    x, y = foot
    dice = canvas.dice(f"sack {name}")
    ground_shadow(canvas, (x, y + 0.5), size * 1.3, 0.7)
    belly = ragged(dice, (x, y - size * 0.75), size, size * 0.85, 0.06)
    canvas.shade(belly, ("#3A4150", "#12161E"))
    canvas.fill(
        [(x - 0.9, y - size * 1.5), (x - 2, y - size * 2), (x + 2, y - size * 2), (x + 0.9, y - size * 1.5)],
        "#2A303C",
    )
    canvas.line(
        smooth([(x - size * 0.5, y - size), (x - size * 0.2, y - size * 1.3), (x, y - size * 1.5)]),
        "#77839A",
        0.35,
    )
    canvas.line(smooth([(x + size * 0.5, y - size * 0.7), (x + size * 0.3, y - size * 1.1)]), "#59647A", 0.35)


def _mattress(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    ground_shadow(canvas, (x + 9, y + 1), 16, 0.7)
    with canvas.turned(-8, (x, y)):
        canvas.shade(box(x - 3, y - 25, x + 14, y, 2), ("#D8D2C2", "#9C968A"))
        canvas.shade(box(x + 12, y - 25, x + 17, y, 2), ("#A8A294", "#6F6A60"))
        for row in (-20, -13, -6):
            for column in (1.5, 6.5):
                canvas.disc((x + column, y + row), 0.5, "#8A8478")
        canvas.fill(ragged(canvas.dice("stain"), (x + 5, y - 10), 3.5, 3), "#A08B66", 0.7)


def _tyre(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    ground_shadow(canvas, (x, y + 2), 8, 0.6)
    canvas.fill(oval((x, y + 1), 7, 2.8), "#0D0F13")
    canvas.fill(oval(middle, 7, 2.8), "#2B2E35")
    canvas.fill(oval(middle, 3.8, 1.4), EARTH)


def _box_and_litter(canvas: Canvas, x: float) -> None:
    dice = canvas.dice("litter")
    canvas.shade([(x - 14, 66), (x - 3, 67), (x - 3, 73), (x - 14, 72)], (WOOD, WOOD_DARK))
    canvas.fill([(x - 3, 67), (x + 1, 65), (x + 1, 70.5), (x - 3, 73)], darker(WOOD_DARK, 0.2))
    canvas.fill([(x - 14, 66), (x - 17, 64), (x - 8, 64.3), (x - 3, 67)], lighter(WOOD, 0.2))
    for _ in range(16):
        place = (x + dice.around(0, 36), dice.between(63, 73))
        piece: Outline = ragged(dice, place, dice.between(0.6, 1.4), 0.6)
        canvas.fill(piece, dice.pick((WHITE, "#8FA3B5", TEAL, "#C9B98A", IRON)))
