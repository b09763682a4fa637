"""Street furniture: a bench, a litter bin and a bus shelter, broken or whole."""

from typing import Final

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.colours import (
    BLUE,
    GREEN,
    INK,
    IRON,
    IRON_LIGHT,
    LAMP_CORE,
    LAMPLIGHT,
    NIGHT,
    RED,
    STEEL,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_LIGHT,
    WOOD_NEW,
    YELLOW,
    Colour,
    darker,
    lighter,
)
from fieldapp.photos.scenes.geometry import Outline, Point, box, oval
from fieldapp.photos.scenes.ground import fallen_leaves, ground_shadow, pavement, yard
from fieldapp.photos.scenes.lamps import lamp, pool
from fieldapp.photos.scenes.plants import bush, tree
from fieldapp.photos.scenes.sky_and_houses import GROUND_END, evening

_BENCH_WIDE: Final = 54.0
_SPLINTERS: Final = ((2.6, 0.12), (0.6, 0.36), (3.8, 0.55), (1.2, 0.78), (2.4, 1.0))


def paint_bench(canvas: Canvas, fixed: bool) -> None:
    """A bench with a plank snapped in the back and one in the seat; mended: four whole planks."""
    left = 23 + canvas.dice("place").around(0, 5)
    evening(canvas)
    yard(canvas, 54)
    tree(canvas, (6, 45), 34, name="left")
    tree(canvas, (92, 46), 38, name="right")
    lamp(canvas, (12, 57), 50)
    pool(canvas, (50, 66), 34, 0.4)
    bench(canvas, (left, 66), _BENCH_WIDE, broken=not fixed)
    if not fixed:
        _loose_plank(canvas, (left + 26, 63.5))
    fallen_leaves(canvas, 66, 75, 90)


def bench(canvas: Canvas, foot: Point, wide: float, *, broken: bool = False) -> None:
    """A bench seen from the front; ``foot`` is the lower left corner."""
    x, y = foot
    scale = wide / _BENCH_WIDE
    ground_shadow(canvas, (x + wide / 2, y + 0.4), wide * 0.62, 0.75)
    for share in (0.09, 0.91):
        post = x + wide * share
        canvas.fill(box(post - 1.3 * scale, y - 26 * scale, post + 1.3 * scale, y, 1.2 * scale), IRON)
        canvas.fill(box(post - 4 * scale, y - 10.4 * scale, post + 1.3 * scale, y - 8.6 * scale), IRON)
    for top, snapped, new in (
        (-27.5, False, False),
        (-22.4, True, True),
        (-12.6, False, False),
        (-8.6, True, True),
    ):
        edge = 1.6 * scale if top < -15 else 0.0
        high = 4.0 * scale if top < -15 else 3.2 * scale
        plank = (x + edge, y + top * scale, x + wide - edge, high)
        if snapped and broken:
            _snapped(canvas, plank)
        else:
            _plank(canvas, plank, WOOD_NEW if new and scale == 1 else WOOD)


def _plank(canvas: Canvas, plank: tuple[float, float, float, float], colour: Colour) -> None:
    left, top, right, high = plank
    canvas.fill(box(left, top, right, top + high, high * 0.2), darker(colour, 0.35))
    canvas.shade(box(left, top, right, top + high * 0.76, high * 0.2), (lighter(colour, 0.1), colour))
    canvas.line(
        [(left + 3, top + high * 0.4), (right - 6, top + high * 0.36)], darker(colour, 0.2), high * 0.06
    )


def _snapped(canvas: Canvas, plank: tuple[float, float, float, float]) -> None:
    left, top, right, high = plank
    stop = left + (right - left) * 0.4
    _splintered(canvas, left, stop, top, high)
    short = left + (right - left) * 0.93
    canvas.fill([(short, top), (right, top), (right, top + high), (short - 1.5, top + high * 0.8)], WOOD_DARK)


def _splintered(canvas: Canvas, left: float, stop: float, top: float, high: float) -> None:
    teeth: Outline = [(stop + out, top + high * down) for out, down in _SPLINTERS]
    canvas.fill([(left, top), (stop, top), *teeth, (left, top + high)], WOOD)
    canvas.fill(box(left, top + high * 0.78, stop, top + high), WOOD_DARK)
    canvas.fill(
        [(stop - 1.5, top + high * 0.3), teeth[0], teeth[1], teeth[2], (stop - 1, top + high * 0.7)],
        WOOD_LIGHT,
    )


def _loose_plank(canvas: Canvas, start: Point) -> None:
    x, y = start
    ground_shadow(canvas, (x + 15, y + 7), 18, 0.6)
    with canvas.turned(17, start):
        canvas.fill(box(x, y, x + 30, y + 4, 0.4), WOOD_DARK)
        canvas.fill(box(x, y, x + 30, y + 3, 0.4), WOOD)
        canvas.fill(
            [(x + 0.5, y), (x - 2.6, y + 0.8), (x - 0.4, y + 1.6), (x - 3.6, y + 2.5), (x + 0.5, y + 4)],
            WOOD_LIGHT,
        )


def paint_bin(canvas: Canvas, fixed: bool) -> None:
    """A litter bin hangs loose and spills; mended: upright on its post, with a lid."""
    x = 50 + canvas.dice("place").around(0, 7)
    evening(canvas)
    yard(canvas, 55, ("#6D6F74", "#43454B"))
    lamp(canvas, (84, 52), 40, arm=-1)
    bush(canvas, (10, 51), 13, 8, name="side", night=0.2)
    ground_shadow(canvas, (x, 69), 12)
    if fixed:
        _bin_on_post(canvas, x)
    else:
        canvas.fill(box(x - 1.5, 47, x + 1.5, 69, 0.5), IRON)
        with canvas.turned(27, (x, 52)):
            _bin_body(canvas, x, full=True)
        _spill(canvas, x)
    fallen_leaves(canvas, 66, 75, 60)


def _bin_on_post(canvas: Canvas, x: float) -> None:
    canvas.fill(box(x - 1.5, 52, x + 1.5, 69, 0.5), IRON)
    canvas.fill(box(x - 5, 67.6, x + 5, 69.4, 0.6), IRON)
    _bin_body(canvas, x, full=False)
    canvas.fill([(x - 13.5, 24.5), (x - 9, 20), (x + 9, 20), (x + 13.5, 24.5)], darker(GREEN, 0.35))
    for side in (-10, 10):
        canvas.line([(x + side, 24), (x + side, 29)], IRON, 1)


def _bin_body(canvas: Canvas, x: float, *, full: bool) -> None:
    colours = (darker(GREEN, 0.1), lighter(GREEN, 0.16), GREEN, darker(GREEN, 0.45))
    if full:
        for across, colour in ((-6, "#E4DFD2"), (-1, "#8FA3B5"), (4, "#C9C0A8"), (7, RED)):
            canvas.fill(
                [(x + across - 3, 29), (x + across - 1, 23.5), (x + across + 3, 25), (x + across + 3.5, 29)],
                colour,
            )
    canvas.shade([(x - 12, 29), (x + 12, 29), (x + 9, 59), (x - 9, 59)], colours, sideways=True)
    canvas.shade(box(x - 13, 28, x + 13, 31.4, 1), colours, sideways=True)
    for y in (37, 52):
        canvas.line([(x - 10.6, y), (x + 10.6, y)], darker(GREEN, 0.5), 0.5)
    canvas.disc((x, 44.5), 4.2, lighter(GREEN, 0.3))
    canvas.fill([(x - 2, 44), (x + 2, 44), (x + 1.4, 47), (x - 1.4, 47)], darker(GREEN, 0.4))
    canvas.line([(x - 0.4, 43), (x + 0.6, 41.6)], darker(GREEN, 0.4), 0.7)


def _spill(canvas: Canvas, x: float) -> None:
    canvas.fill([(x + 18, 67), (x + 25, 65), (x + 26, 69), (x + 20, 70)], "#E4DFD2")
    canvas.fill(box(x + 29, 67, x + 33, 71.5, 0.5), RED)
    canvas.fill(oval((x + 31, 67), 2, 0.6), lighter(RED, 0.4))
    canvas.fill([(x + 8, 70), (x + 13, 68.8), (x + 15, 71.5), (x + 9, 72.4)], YELLOW)
    with canvas.turned(70, (x + 38, 69)):
        canvas.fill(box(x + 37, 65, x + 40, 73, 1), "#5C8F6B")
        canvas.fill(box(x + 37.9, 62, x + 39.1, 66), "#5C8F6B")
    canvas.fill([(x - 16, 69.5), (x - 10, 68), (x - 9, 71), (x - 14, 72)], "#8FA3B5")


def paint_bus_shelter(canvas: Canvas, fixed: bool) -> None:
    """A bus shelter with one pane smashed and glass on the ground; mended: three whole panes."""
    left = 10 + canvas.dice("place").around(0, 3)
    evening(canvas, house_scale=1.15)
    pavement(canvas, 52, 68)
    canvas.shade(box(0, 68, 100, GROUND_END), ("#3D3F46", "#2C2E33"))
    canvas.fill(box(0, 67.4, 100, 68.6), "#A7A398")
    _stop_post(canvas, (left + 84, 63))
    canvas.glow((left + 36, 34), 58, 34, LAMPLIGHT, 0.32)
    pool(canvas, (left + 36, 61), 34, 0.5)
    _shelter_bench(canvas, left)
    for number in range(3):
        whole = fixed or number != 2
        _pane(canvas, left + 2 + number * 23.5, whole=whole)
    _shelter_frame(canvas, left)
    if not fixed:
        _shards_on_ground(canvas, left + 60)


def _pane(canvas: Canvas, left: float, *, whole: bool) -> None:
    right = left + 21.5
    pane = box(left, 22, right, 58)
    if whole:
        canvas.fill(pane, "#BCD3E6", 0.24)
        canvas.fill([(left + 3, 58), (left + 12, 22), (left + 16, 22), (left + 7, 58)], WHITE, 0.16)
        canvas.fill([(left + 9, 58), (left + 18, 22), (left + 19, 22), (left + 10, 58)], WHITE, 0.16)
        for y in (36, 38.2):
            for step in range(7):
                canvas.fill(box(left + 1.4 + step * 2.9, y, left + 3 + step * 2.9, y + 1), WHITE, 0.7)
        return
    remains: tuple[Outline, ...] = (
        [(left, 22), (left + 10, 22), (left + 4.5, 30), (left + 6.5, 35), (left, 41)],
        [(right, 22), (right - 6, 22), (right - 8, 27), (right - 3, 32), (right, 38)],
        [(left, 58), (left, 47), (left + 4, 51), (left + 6, 55), (left + 11, 58)],
        [(right, 58), (right, 46), (right - 5, 50), (right - 4, 54), (right - 7, 58)],
    )
    for piece in remains:
        canvas.fill(piece, "#BCD3E6", 0.42)
        canvas.line([*piece, piece[0]], WHITE, 0.45)
    for start, end in (((2, 25), (5, 29)), ((1, 52), (4, 56)), ((18, 25), (21, 33)), ((18, 52), (21, 49))):
        canvas.line([(left + start[0], start[1]), (left + end[0], end[1])], WHITE, 0.25, 0.8)


def _shelter_frame(canvas: Canvas, left: float) -> None:
    right = left + 74
    for number in range(4):
        x = left + 1 + number * 23.5
        canvas.fill(box(x - 0.8, 21, x + 0.9, 62), INK)
    canvas.fill(box(left, 57.4, right, 59), INK)
    canvas.fill(box(left - 4, 14, right + 4, 19.6, 0.8), INK)
    canvas.fill(box(left - 4, 14, right + 4, 15, 0.4), IRON_LIGHT)
    canvas.fill(box(left, 20.3, right, 21.5, 0.5), LAMP_CORE)
    canvas.glow(((left + right) / 2, 21), 44, 10, LAMPLIGHT, 0.4)


def _shelter_bench(canvas: Canvas, left: float) -> None:
    for x in (left + 8, left + 38):
        canvas.fill(box(x, 50, x + 1.4, 60), IRON)
    canvas.fill(box(left + 4, 48, left + 44, 50.6, 0.5), WOOD)
    canvas.fill(box(left + 4, 49.8, left + 44, 50.9, 0.4), WOOD_DARK)


def _stop_post(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    canvas.line([foot, (x, y - 42)], STEEL, 1)
    canvas.fill(box(x - 4, y - 46, x + 4, y - 36, 0.8), BLUE)
    canvas.fill(box(x - 2.8, y - 44, x + 2.8, y - 38.6, 0.8), WHITE)
    canvas.fill(box(x - 2.1, y - 43.2, x + 2.1, y - 41.2, 0.3), BLUE)
    for wheel in (-1.5, 1.5):
        canvas.disc((x + wheel, y - 38.5), 0.7, WHITE)
    canvas.fill(box(x - 2.6, y - 28, x + 2.6, y - 20, 0.4), "#D9DEE3")
    for line in range(4):
        canvas.line([(x - 1.8, y - 26.6 + line * 1.7), (x + 1.8, y - 26.6 + line * 1.7)], STEEL, 0.3)


def _shards_on_ground(canvas: Canvas, middle: float) -> None:
    dice = canvas.dice("shards")
    canvas.glow((middle, 63), 17, 4, NIGHT, 0.35)
    for _ in range(85):
        x = middle + dice.around(0, 9) + dice.around(0, 9)
        y = dice.between(59.5, 66.5) + dice.between(0, 5) * (dice.between(0, 1) ** 2)
        size = dice.between(0.4, 1.5)
        corner = [(x, y), (x + size * 1.5, y - size * 0.4), (x + size * 0.6, y - size)]
        canvas.fill(corner, dice.pick(("#E8F1F7", "#C3D5E3", "#9FB6C8")))
