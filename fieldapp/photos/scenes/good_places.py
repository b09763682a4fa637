"""The good things: a lit path with benches, flowers, a lit playing field, a lit school yard."""

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.colours import (
    BRICK,
    CONCRETE,
    EARTH,
    LAMP_CORE,
    LAMPLIGHT,
    LEAF,
    PINK,
    RED,
    STEEL,
    WHITE,
    WINDOW,
    WINDOW_DIM,
    YELLOW,
    darker,
    lighter,
    mix,
)
from fieldapp.photos.scenes.furniture import bench
from fieldapp.photos.scenes.geometry import Point, box, oval, smooth
from fieldapp.photos.scenes.ground import fallen_leaves, ground_shadow, winding, yard
from fieldapp.photos.scenes.lamps import cone, floodlight, lamp, pool
from fieldapp.photos.scenes.plants import bush, flower, hedge, leaves, tree
from fieldapp.photos.scenes.sky_and_houses import GROUND_END, evening, hills, houses, lawn, sky, wood_edge


def paint_lit_path(canvas: Canvas, _fixed: bool) -> None:
    """A path with a row of lamps and benches in warm light."""
    shift = canvas.dice("place").around(0, 4)
    evening(canvas)
    winding(canvas, (64 + shift, 38), (48 + shift, GROUND_END), 3, 50)
    tree(canvas, (95, 48), 40, name="right")
    hedge(canvas, -3, 22, 53, 6, name="left")
    for x, y, height in ((62, 42, 12), (57, 46, 20), (46, 53, 33)):
        lamp(canvas, (x + shift, y), height)
    bench(canvas, (68 + shift, 56), 20)
    pool(canvas, (76 + shift, 57), 16, 0.5)
    lamp(canvas, (22 + shift, 67), 58)
    bench(canvas, (-8 + shift, 66), 26)
    fallen_leaves(canvas, 66, 75, 40)


def paint_flowers(canvas: Canvas, _fixed: bool) -> None:
    """A bed full of flowers by a path."""
    dice = canvas.dice("flowers")
    evening(canvas)
    tree(canvas, (10, 46), 34, name="left")
    lamp(canvas, (80, 52), 44, arm=-1)
    yard(canvas, 52)
    pool(canvas, (60, 58), 40, 0.5)
    ground_shadow(canvas, (50, 70), 52, 0.5)
    canvas.shade(oval((50, 63), 42, 10), (EARTH, darker(EARTH, 0.4)))
    stones = oval((50, 63), 43, 10.6, corners=52)
    for x, y in stones:
        canvas.fill(oval((x, y), 2.4, 1.3, 12), darker(CONCRETE, 0.1 + 0.25 * dice.between(0, 1)))
    _bed(canvas)
    canvas.glow((52, 54), 46, 20, LAMPLIGHT, 0.22)


def _bed(canvas: Canvas) -> None:
    dice = canvas.dice("bed")
    palette = dice.pick(((PINK, "#E887B8", WHITE), (YELLOW, "#E08A2E", WHITE), ("#8C6BD1", PINK, YELLOW)))
    for row in range(9):
        y = 55 + row * 1.9
        half = 39 * (1 - ((y - 63) / 10.5) ** 2) ** 0.5
        x = 50 - half
        while x < 50 + half:
            height = dice.between(5, 9)
            head = (x + dice.around(0, 0.8), y - height)
            canvas.line([(x, y), head], LEAF, 0.45)
            leaves(canvas, dice, (x, y - height * 0.4), (1.6, 2.4), 4, size=1.1)
            if dice.happens(0.75):
                flower(canvas, head, dice.between(1.2, 1.8), darker(dice.pick(palette), 0.12 * (9 - row) / 9))
            x += dice.between(2.6, 4.2)


def paint_playing_field(canvas: Canvas, _fixed: bool) -> None:
    """A green playing field with goals under floodlights."""
    shift = canvas.dice("place").around(0, 4)
    horizon = 36.0
    sky(canvas, horizon)
    hills(canvas, horizon)
    houses(canvas, horizon, 0.8)
    wood_edge(canvas, horizon, 3.5)
    lawn(canvas, horizon)
    field = [(22, 42), (78, 42), (112, GROUND_END), (-12, GROUND_END)]
    canvas.shade(field, ("#7FA45A", "#4F7F45", "#3B6A3B"))
    for number in range(0, 6, 2):
        top, bottom = 42 + number * number * 0.95, 42 + (number + 1) ** 2 * 0.95
        stripe = [
            (22 - (top - 42), top),
            (78 + (top - 42), top),
            (78 + (bottom - 42), bottom),
            (22 - (bottom - 42), bottom),
        ]
        canvas.fill(stripe, WHITE, 0.06)
    for x, height in ((8, 34), (36, 24), (64, 24), (92, 34)):
        foot = (x, 40 + (4 if height > 30 else 0))
        floodlight(canvas, foot, height)
        cone(canvas, (x, foot[1] - height), 66, 26, 0.08)
    _field_lines(canvas)
    _goal(canvas, (50 + shift, 45), 1.0)
    canvas.glow((50, 58), 66, 22, LAMP_CORE, 0.3)
    _ball(canvas, (58 + shift, 64))


def _field_lines(canvas: Canvas) -> None:
    canvas.line([(24, 43.6), (76, 43.6)], WHITE, 0.5)
    canvas.line([(24, 43.6), (-8, 76)], WHITE, 0.8)
    canvas.line([(76, 43.6), (108, 76)], WHITE, 0.8)
    canvas.line([(34, 43.6), (29, 50), (71, 50), (66, 43.6)], WHITE, 0.55)
    ring = oval((50, 70), 24, 6.5)
    canvas.line([*ring, ring[0]], WHITE, 0.8)


def _goal(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    half, high = 11 * size, 9 * size
    for number in range(12):
        across = x - half + number * half / 5.5
        canvas.line([(across, y - high), (across, y - 1.5)], WHITE, 0.12, 0.5)
    for number in range(5):
        canvas.line(
            [(x - half, y - high + number * 1.7), (x + half, y - high + number * 1.7)], WHITE, 0.12, 0.5
        )
    canvas.line([(x - half, y), (x - half, y - high), (x + half, y - high), (x + half, y)], WHITE, 0.9)


def _ball(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    ground_shadow(canvas, (x, y + 2), 4, 0.6)
    canvas.disc(middle, 2.2, WHITE)
    canvas.disc((x + 0.3, y + 0.2), 0.8, "#2B303A")
    for across, down in ((-1.5, -0.7), (1.4, -1.2), (-0.7, 1.6), (1.6, 1.2)):
        canvas.disc((x + across, y + down), 0.4, "#2B303A")


def paint_school_yard(canvas: Canvas, _fixed: bool) -> None:
    """New lamps in a row along a school yard."""
    evening(canvas, 48)
    canvas.shade(box(-2, 16, 60, 48), (BRICK, darker(BRICK, 0.2)))
    canvas.fill(box(-2, 13.6, 62, 16.6), darker(BRICK, 0.6))
    canvas.shade([(60, 16), (64, 18), (64, 48), (60, 48)], (darker(BRICK, 0.35), darker(BRICK, 0.5)))
    _school_windows(canvas)
    canvas.shade(box(0, 48, 100, GROUND_END), ("#47543F", "#2C372A"))
    walk = smooth([(80, 48.5), (66, 56), (46, 66), (24, 77)])
    canvas.shade([*walk, (92, 77), (90, 62), (86, 48.5)], (mix(WHITE, "#8D8270", 0.6), "#8D8270"))
    bush(canvas, (97, 51), 10, 8, name="corner", night=0.1)
    _bike_stand(canvas, (16, 55))
    for x, y, height in ((78, 50.5, 18), (69, 55, 27), (56, 61, 40), (36, 71, 60)):
        lamp(canvas, (x, y), height)


def _school_windows(canvas: Canvas) -> None:
    dice = canvas.dice("school")
    for y in (20.5, 34.0):
        for x in (2, 16.5, 31, 45.5):
            lit = WINDOW if dice.happens(0.75) else WINDOW_DIM
            canvas.fill(box(x - 0.6, y - 0.6, x + 10.6, y + 9.6), darker(BRICK, 0.45))
            canvas.shade(box(x, y, x + 10, y + 9), (lighter(lit, 0.15), lit))
            canvas.line([(x + 5, y), (x + 5, y + 9)], darker(BRICK, 0.5), 0.7)
            canvas.line([(x, y + 3), (x + 10, y + 3)], darker(BRICK, 0.5), 0.4)


def _bike_stand(canvas: Canvas, place: Point) -> None:
    x, y = place
    for number, colour in enumerate((RED, "#3C7FB1", YELLOW)):
        left = x + number * 7.5
        for wheel in (0.0, 6.4):
            ring = oval((left + wheel, y), 2.3, 2.3)
            canvas.line([*ring, ring[0]], "#0F141B", 0.45)
        frame = [(left, y), (left + 1.8, y - 3.6), (left + 5.2, y - 3.6), (left + 3, y), (left, y)]
        canvas.line(frame, colour, 0.6)
        canvas.line([(left + 3, y), (left + 1.6, y - 4.6)], colour, 0.6)
        canvas.line([(left + 6.4, y), (left + 5, y - 5), (left + 6.2, y - 5.4)], colour, 0.6)
        canvas.line([(left + 0.8, y - 4.8), (left + 2.4, y - 4.8)], "#0F141B", 0.7)
    canvas.line([(x - 3, y + 2.4), (x + 25, y + 2.4)], STEEL, 0.6)
