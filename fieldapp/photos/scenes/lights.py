"""Light and dark: a dead lamp by a path, a dark car park, an empty shop front."""

from collections.abc import Sequence

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.chance import Dice
from fieldapp.photos.scenes.colours import (
    ASPHALT,
    ASPHALT_NEAR,
    BLUE,
    BRICK,
    CONCRETE,
    GREEN,
    INK,
    IRON,
    LAMP_CORE,
    LAMPLIGHT,
    NIGHT,
    ORANGE,
    PINK,
    RED,
    STEEL,
    TEAL,
    WHITE,
    WINDOW,
    WOOD,
    WOOD_DARK,
    YELLOW,
    Colour,
    darker,
    lighter,
    mix,
)
from fieldapp.photos.scenes.geometry import Outline, Point, arc, box, oval, smooth
from fieldapp.photos.scenes.ground import fallen_leaves, ground_shadow, horizon_path, pavement
from fieldapp.photos.scenes.lamps import cone, lamp, pool
from fieldapp.photos.scenes.plants import bush, foliage, tree
from fieldapp.photos.scenes.sky_and_houses import GROUND_END, evening, hills, houses, sky, wood_edge


def paint_dead_lamp(canvas: Canvas, fixed: bool) -> None:
    """The nearest lamp over a path is dead and the path lies dark; mended: lit."""
    shift = canvas.dice("place").around(0, 4)
    evening(canvas)
    horizon_path(canvas, near_x=48 + shift, far_x=60)
    tree(canvas, (10, 47), 34, name="left")
    tree(canvas, (91, 45), 28, name="right")
    if not fixed:
        canvas.darken(0.42)
    lamp(canvas, (68 + shift, 44.5), 13, arm=-1)
    foot = (24 + shift, 63)
    if fixed:
        cone(canvas, (foot[0] + 13, foot[1] - 53), 66, 18)
    lamp(canvas, foot, 54, lit=fixed)
    if not fixed:
        _broken_glass(canvas, (foot[0] + 13, foot[1] - 52))
    fallen_leaves(canvas, 60, 74, 50)


def _broken_glass(canvas: Canvas, head: Point) -> None:
    x, y = head
    canvas.line([(x - 2.5, y + 0.3), (x - 0.8, y + 2.2), (x + 0.4, y + 0.8)], "#8C97A6", 0.35)
    canvas.line([(x + 1.2, y + 0.6), (x + 2, y + 2.8)], "#8C97A6", 0.35)


def paint_car_park(canvas: Canvas, fixed: bool) -> None:
    """A car park where every lamp is dead; mended: lit, with pools of light."""
    dice = canvas.dice("cars")
    horizon = 34.0
    sky(canvas, horizon)
    hills(canvas, horizon)
    houses(canvas, horizon, 0.9)
    wood_edge(canvas, horizon, 3)
    canvas.shade(box(0, horizon, 100, GROUND_END), (ASPHALT, ASPHALT_NEAR))
    _bays(canvas, horizon)
    for x, y, size in ((22, 45, 0.75), (44, 45, 0.75), (80, 45, 0.75), (30, 64, 1.35), (88, 64, 1.35)):
        if size > 1 or dice.happens(0.75):
            _parked_car(canvas, (x + dice.around(0, 1), y), size, dice.pick((BLUE, RED, STEEL, TEAL, WHITE)))
    if not fixed:
        canvas.darken(0.62)
    for foot, height in (((66.0, 43.0), 24.0), ((12.0, 47.0), 31.0), ((58.0, 66.0), 56.0)):
        lamp(canvas, foot, height, arm=-1 if foot[0] > 60 else 1, lit=fixed)
        if fixed:
            pool(canvas, (foot[0], foot[1] + 1), height * 0.7, 0.4)


def _bays(canvas: Canvas, horizon: float) -> None:
    for top, bottom, step in ((horizon + 6, horizon + 12, 11), (horizon + 20, horizon + 33, 19)):
        for x in range(-40, 141, step):
            lean = (x - 50) * 0.22
            canvas.line([(x, top), (x + lean, bottom)], WHITE, 0.45, 0.6)


def _parked_car(canvas: Canvas, place: Point, size: float, colour: Colour) -> None:
    x, y = place
    colour = darker(colour, 0.25)

    def scaled(outline: Sequence[Point]) -> Outline:
        return [(x + across * size, y + down * size) for across, down in outline]

    ground_shadow(canvas, (x, y), 11 * size, 0.75)
    body = smooth([(-9, 0), (-9, -3.4), (-5.5, -4.4), (-3, -7.2), (3, -7.2), (6, -4.4), (9, -3.4), (9.2, 0)])
    canvas.fill(scaled(body), colour)
    canvas.fill(scaled([(-4.6, -4.4), (-2.7, -6.6), (-0.3, -6.6), (-0.3, -4.4)]), "#1A2433")
    canvas.fill(scaled([(0.4, -4.4), (0.4, -6.6), (2.8, -6.6), (4.9, -4.4)]), "#1A2433")
    canvas.line(scaled([(-8.5, -3.0), (8.5, -3.0)]), lighter(colour, 0.25), 0.25 * size)
    for across in (-5.3, 5.3):
        canvas.fill(scaled(oval((across, -0.4), 1.8, 1.8)), INK)
        canvas.fill(scaled(oval((across, -0.4), 0.8, 0.8)), STEEL)
    canvas.fill(scaled(box(8.2, -3, 9.1, -2)), "#E7D9B0")
    canvas.fill(scaled(box(-9, -3, -8.3, -2)), RED)


def paint_empty_shop(canvas: Canvas, fixed: bool) -> None:
    """A boarded-up shop in a dark house front; mended: an open, lit shop."""
    shift = canvas.dice("place").around(0, 2)
    sky(canvas, 40)
    houses(canvas, 40)
    canvas.shade(box(-1 + shift * 0, 6, 101, 60), (darker(BRICK, 0.05), darker(BRICK, 0.35)))
    canvas.fill(box(-1, 4.6, 101, 7), darker(BRICK, 0.6))
    _upper_windows(canvas, lit=fixed)
    pavement(canvas, 60, GROUND_END)
    if fixed:
        _open_shop(canvas, shift)
    else:
        _closed_shop(canvas, shift)


def _upper_windows(canvas: Canvas, *, lit: bool) -> None:
    dice = canvas.dice("flats")
    for x in (7, 26, 45, 64, 83):
        warm = dice.happens(0.65)
        colour = WINDOW if warm and lit else mix("#2A3242", WINDOW, 0.1)
        canvas.fill(box(x - 0.7, 10.3, x + 10.7, 23.2), darker(BRICK, 0.5))
        canvas.fill(box(x, 11, x + 10, 22.5), colour)
        canvas.line([(x + 5, 11), (x + 5, 22.5)], darker(BRICK, 0.55), 0.6)
        canvas.line([(x, 15), (x + 10, 15)], darker(BRICK, 0.55), 0.4)


def _shop_holes(shift: float) -> tuple[Outline, Outline, Outline]:
    left = 14 + shift
    return (
        box(left, 34, left + 29, 57),
        box(left + 32, 34, left + 44, 60),
        box(left + 47, 34, left + 72, 57),
    )


def _closed_shop(canvas: Canvas, shift: float) -> None:
    canvas.darken(0.5)
    dice = canvas.dice("boards")
    frame = box(11 + shift, 27, 89 + shift, 60)
    canvas.shade(frame, ("#363C46", "#23272F"))
    window, door, other = _shop_holes(shift)
    for hole in (window, door, other):
        canvas.shade(hole, ("#10141B", "#1B212B"))
    left = 14 + shift
    for number, top in enumerate((34.6, 39.2, 43.8, 48.4, 53.0)):
        board = box(left - 0.8, top, left + 29.8, top + 3.7)
        with canvas.turned(dice.around(0, 1.6), (left + 15, top + 2)):
            canvas.shade(board, (WOOD, WOOD_DARK))
            for nail in (left, left + 29):
                canvas.disc((nail, top + 1.8), 0.3, INK)
        if number == 2:
            canvas.line([(left + 10, top + 2), (left + 18, top + 2.4)], WOOD_DARK, 0.2)
    _cracked_pane(canvas, other)
    _torn_posters(canvas, dice, shift)
    canvas.fill(box(13 + shift, 28.2, 87 + shift, 32), "#20242B")
    canvas.line([(52 + shift, 47), (52 + shift, 50)], STEEL, 0.6)
    canvas.line(smooth([(48.5 + shift, 46), (50.5 + shift, 49.5), (52.2 + shift, 46.6)]), STEEL, 0.5)
    _weeds_and_litter(canvas, dice, shift)


def _cracked_pane(canvas: Canvas, pane: Outline) -> None:
    (left, top), (right, bottom) = pane[0], pane[2]
    centre = (left + 9, top + 8)
    for end in (
        (left, top + 3),
        (left + 2, bottom),
        (right, top + 14),
        (right - 6, top),
        (left + 14, bottom),
    ):
        canvas.line([centre, end], "#9AA8B8", 0.28, 0.9)
    canvas.fill([centre, (centre[0] + 3, centre[1] + 1), (centre[0] + 1.5, centre[1] + 5)], "#05070A")


def _torn_posters(canvas: Canvas, dice: Dice, shift: float) -> None:
    for x, y, colour in (
        (67 + shift, 43, "#A59C86"),
        (76 + shift, 46, "#8B97A5"),
        (48 + shift, 38, "#A59C86"),
    ):
        with canvas.turned(dice.around(0, 12), (x, y)):
            canvas.fill([(x, y), (x + 6, y), (x + 6, y + 6), (x + 3.5, y + 7.5), (x, y + 6.5)], colour)


def _weeds_and_litter(canvas: Canvas, dice: Dice, shift: float) -> None:
    for x in (13, 31, 60, 84):
        foliage(canvas, dice, (x + shift, 60.5), 3.4, 2.6, night=0.4)
    for _ in range(9):
        left, y = dice.between(12, 88), dice.between(62, 72)
        canvas.fill(
            [(left, y), (left + 2.2, y - 0.7), (left + 2.8, y + 0.5), (left + 0.8, y + 1)],
            dice.pick(("#C9C4B6", "#8B97A5")),
        )


def _open_shop(canvas: Canvas, shift: float) -> None:
    frame = box(11 + shift, 27, 89 + shift, 60)
    canvas.shade(frame, ("#2F5D56", "#1F423E"))
    for hole in _shop_holes(shift):
        canvas.shade(hole, (LAMP_CORE, "#FFE0A0", "#F2B869"))
    _wares(canvas, shift)
    _awning(canvas, 10 + shift, 90 + shift)
    canvas.glow((50 + shift, 47), 52, 30, LAMPLIGHT, 0.3)
    for x in (28, 52, 73):
        pool(canvas, (x + shift, 64), 15, 0.6)
    for x in (10, 90):
        canvas.fill([(x - 3, 61), (x + 3, 61), (x + 2.3, 66), (x - 2.3, 66)], CONCRETE)
        bush(canvas, (x, 57.6), 4, 4, name=f"pot {x}")


def _wares(canvas: Canvas, shift: float) -> None:
    dice = canvas.dice("wares")
    for left, right in ((16.0, 41.0), (63.0, 84.0)):
        for shelf in (46.0, 53.5):
            canvas.line([(left + shift, shelf), (right + shift, shelf)], WOOD_DARK, 0.6)
            x = left + 1.5
            while x < right - 1:
                radius = dice.between(0.9, 1.5)
                colour = dice.pick((RED, ORANGE, GREEN, WOOD, PINK, YELLOW))
                canvas.disc((x + shift, shelf - radius), radius, darker(colour, 0.1))
                x += radius * 2.1
    for x in (22, 36, 66, 80):
        canvas.line([(x + shift, 33), (x + shift, 37.5)], IRON, 0.3)
        canvas.fill(arc((x + shift, 39.5), 2.2, 2.2, 180, 360), IRON)
        canvas.disc((x + shift, 39.7), 0.9, WHITE)
    canvas.fill(box(48 + shift, 36, 56 + shift, 60), NIGHT, 0.12)
    canvas.line([(47.4 + shift, 46), (47.4 + shift, 50)], IRON, 0.7)


def _awning(canvas: Canvas, left: float, right: float) -> None:
    stripes = 16
    step = (right - left) / stripes
    for number in range(stripes):
        x = left + number * step
        colour = "#C8504A" if number % 2 else "#F2E7D0"
        canvas.shade(
            [(x + 0.4, 26), (x + step + 0.4, 26), (x + step, 33), (x, 33)], (darker(colour, 0.15), colour)
        )
        canvas.fill(arc((x + step / 2, 33), step / 2, 1.6, 0, 180), colour)
