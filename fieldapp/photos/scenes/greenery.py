"""Green that is in the way: bushes over a path, a hidden sign, a tree about to fall."""

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.colours import (
    BARK_LIGHT,
    CUT_WOOD,
    IRON,
    IRON_LIGHT,
    RED,
    STEEL,
    WHITE,
    WOOD_DARK,
    YELLOW,
    darker,
)
from fieldapp.photos.scenes.geometry import Outline, Point, between, box, oval
from fieldapp.photos.scenes.ground import fallen_leaves, ground_shadow, horizon_path
from fieldapp.photos.scenes.lamps import lamp, pool
from fieldapp.photos.scenes.plants import branch, bush, foliage, hedge, leaves, tree, trunk
from fieldapp.photos.scenes.sky_and_houses import evening


def paint_bushes(canvas: Canvas, fixed: bool) -> None:
    """Bushes cover half of a path and its lamp; mended: a low clipped hedge and a free path."""
    shift = canvas.dice("place").around(0, 3)
    evening(canvas)
    horizon_path(canvas, near_x=62 + shift, far_x=70, wide=50)
    tree(canvas, (94, 44), 26, name="far")
    lamp(canvas, (52 + shift, 46), 34)
    if fixed:
        pool(canvas, (66 + shift, 58), 22, 0.5)
        hedge(canvas, -3, 45 + shift, 56, 6.5, name="rear")
        hedge(canvas, -3, 31 + shift, 69, 10, name="front")
        return
    bush(canvas, (50 + shift, 48), 15, 11, name="rear", night=0.15)
    bush(canvas, (16 + shift, 44), 24, 20, name="tall")
    bush(canvas, (60 + shift, 60), 19, 13, name="path")
    bush(canvas, (12 + shift, 66), 24, 14, name="front")


def paint_hidden_sign(canvas: Canvas, fixed: bool) -> None:
    """A give-way sign behind branches; mended: the branches are gone."""
    shift = canvas.dice("place").around(0, 4)
    evening(canvas)
    horizon_path(canvas, near_x=80 + shift, far_x=72, wide=56)
    lamp(canvas, (88, 45), 22, arm=-1)
    trunk(canvas, (8, 66), (9, 10), 3.2, 2.2)
    tree_top = canvas.dice("crown")
    foliage(canvas, tree_top, (8, 10), 24, 15, night=0.2)
    leaves(canvas, tree_top, (8, 10), (24, 15), 220, night=0.2)
    centre = (44 + shift, 25.0)
    _give_way_sign(canvas, centre)
    if fixed:
        for y, reach in ((20, 6.0), (29, 5.0)):
            _sawn_stub(canvas, (9.5, y), reach)
        return
    _covering_branches(canvas, centre)


def _give_way_sign(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    ground_shadow(canvas, (x, 69), 6)
    canvas.shade(box(x - 0.8, y - 8, x + 0.8, 69), (STEEL, IRON_LIGHT), sideways=True)
    canvas.shade(box(x - 1.7, 66.5, x + 1.7, 69), (IRON_LIGHT, IRON))
    for size, colour in ((15.4, WHITE), (14.6, RED), (8.6, YELLOW)):
        canvas.fill(_triangle(centre, size), colour)


def _triangle(centre: Point, size: float) -> Outline:
    x, y = centre
    lift = size * 0.5
    return [(x - size, y - lift), (x + size, y - lift), (x, y + size * 1.16 - lift * 0.28)]


def _covering_branches(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    dice = canvas.dice("cover")
    for number, (rise, reach, tip) in enumerate(((-8, 6, 1), (-2, 12, -1), (5, 4, 6), (10, 8, 4))):
        branch(canvas, (8, y + rise - 2), (x + reach, y + rise + tip), name=f"over {number}", thick=1.3)
    for across, down, wide, high in ((-10, -4, 12, 8), (-3, 3, 11, 8), (5, -3, 8, 6), (-5, 13, 9, 7)):
        foliage(canvas, dice, (x + across, y + down), wide, high)
        leaves(canvas, dice, (x + across, y + down), (wide, high), int(wide * high * 1.6), size=0.8)


def _sawn_stub(canvas: Canvas, start: Point, reach: float) -> None:
    end = (start[0] + reach, start[1] - 1)
    trunk(canvas, start, end, 0.4, 0.4)
    canvas.line([start, end], BARK_LIGHT, 2)
    canvas.fill(oval(end, 0.8, 1.2), CUT_WOOD)


def paint_leaning_tree(canvas: Canvas, fixed: bool) -> None:
    """A cracked tree hangs over a path; mended: a fresh stump and a young tree with a stake."""
    shift = canvas.dice("place").around(0, 3)
    evening(canvas)
    horizon_path(canvas, near_x=60 + shift, far_x=56, wide=44)
    tree(canvas, (90, 47), 36, name="behind")
    lamp(canvas, (76 + shift, 46), 26, arm=-1)
    foot = (22 + shift, 63.0)
    if fixed:
        _stump(canvas, foot)
        _young_tree(canvas, (12 + shift, 58))
        fallen_leaves(canvas, 62, 74, 30)
        return
    _falling_tree(canvas, foot)
    fallen_leaves(canvas, 58, 74, 110)


def _falling_tree(canvas: Canvas, foot: Point) -> None:
    dice = canvas.dice("falling")
    break_point = (foot[0] + 3, foot[1] - 14)
    top = (foot[0] + 42, foot[1] - 37)
    canvas.soft(oval((60, 66), 34, 4), "#0A0E12", 0.55, 2)
    trunk(canvas, foot, break_point, 4.4, 3.4)
    for lean in (-2.6, -0.8, 1.0):
        tip = (break_point[0] + lean, break_point[1])
        canvas.fill(
            [(tip[0] - 1, tip[1]), (tip[0] + 0.2, tip[1] - 6 - lean), (tip[0] + 1.2, tip[1])], CUT_WOOD
        )
    canvas.line([(break_point[0] + 1, break_point[1] - 1), top], darker(BARK_LIGHT, 0.35), 5.0)
    canvas.line([(break_point[0] + 1, break_point[1] - 2.2), (top[0], top[1] - 1)], BARK_LIGHT, 2.2)
    crown = between(break_point, top, 0.95)
    foliage(canvas, dice, (crown[0] + 4, crown[1] + 1), 20, 14, night=0.1)
    for share, reach in ((0.55, (8, 15)), (0.75, (12, 18)), (0.9, (14, 13))):
        start = between(break_point, top, share)
        branch(canvas, start, (start[0] + reach[0], start[1] + reach[1]), name=f"hanging {share}", thick=1.5)
    leaves(canvas, dice, (crown[0] + 4, crown[1]), (20, 13), 330, size=0.8)


def _stump(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    ground_shadow(canvas, (x, y), 10)
    canvas.shade(
        [(x - 4.6, y - 7), (x + 4.6, y - 7), (x + 6, y + 0.6), (x - 6, y + 0.6)],
        (BARK_LIGHT, WOOD_DARK),
        sideways=True,
    )
    canvas.fill(oval((x, y - 7), 4.6, 1.6), CUT_WOOD)
    for ring in (0.72, 0.44, 0.18):
        edge = oval((x, y - 7), 4.6 * ring, 1.6 * ring)
        canvas.line([*edge, edge[0]], "#A97E4B", 0.25)


def _young_tree(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    dice = canvas.dice("young")
    ground_shadow(canvas, foot, 6)
    canvas.line([foot, (x, y - 22)], BARK_LIGHT, 0.9)
    for side in (-3, 3):
        canvas.line([(x + side, y + 0.5), (x + side, y - 13)], CUT_WOOD, 0.9)
        canvas.line([(x + side, y - 11.5), (x, y - 10.5)], "#2B2F36", 0.5)
    foliage(canvas, dice, (x, y - 24), 6, 6)
    leaves(canvas, dice, (x, y - 24), (6.5, 6.5), 90, size=0.7)
