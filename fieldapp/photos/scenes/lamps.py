"""Street lamps, lit or dead, and the light they throw on air and ground."""

from fieldapp.photos.scenes.canvas import Canvas
from fieldapp.photos.scenes.colours import INK, IRON, LAMP_CORE, LAMPLIGHT, STEEL, darker
from fieldapp.photos.scenes.geometry import Point, arc, box


def lamp(canvas: Canvas, foot: Point, height: float, *, arm: float = 1, lit: bool = True) -> None:
    """A curved post of the given height; ``arm`` 1 reaches right, -1 left."""
    head = _head(foot, height, arm)
    if lit:
        halo(canvas, head, height)
        pool(canvas, (head[0], foot[1]), height * 0.5)
    _post(canvas, foot, height, arm)
    _fitting(canvas, head, height, lit=lit)


def _head(foot: Point, height: float, arm: float) -> Point:
    return foot[0] + arm * height * 0.24, foot[1] - height * 0.965


def _post(canvas: Canvas, foot: Point, height: float, arm: float) -> None:
    bend = height * 0.14
    thick = height * 0.026
    centre = (foot[0] + arm * bend, foot[1] - height + bend)
    curve = arc(centre, bend, bend, 180, 270) if arm > 0 else arc(centre, bend, bend, 0, -90)
    end = (foot[0] + arm * height * 0.2, foot[1] - height)
    canvas.line([foot, *curve, end], INK, thick)
    canvas.line([foot, (foot[0], foot[1] - height * 0.16)], INK, thick * 1.7)
    edge = foot[0] + arm * thick * 0.3
    canvas.line([(edge, foot[1] - height * 0.17), (edge, foot[1] - height * 0.8)], STEEL, thick * 0.16, 0.5)


def _fitting(canvas: Canvas, head: Point, height: float, *, lit: bool) -> None:
    x, y = head
    wide, high = height * 0.1, height * 0.022
    hood = [(x - wide * 0.8, y - high * 2), (x + wide * 0.8, y - high * 2), (x + wide, y), (x - wide, y)]
    canvas.fill(hood, IRON)
    glass = box(x - wide * 0.75, y - high * 0.3, x + wide * 0.75, y + high * 0.9, high * 0.5)
    canvas.fill(glass, LAMP_CORE if lit else "#7C8794")


def halo(canvas: Canvas, middle: Point, height: float) -> None:
    """Warm light in the air around a lamp of the given height."""
    canvas.glow(middle, height * 1.15, height * 1.15, LAMPLIGHT, 0.45)
    canvas.glow(middle, height * 0.45, height * 0.45, LAMPLIGHT, 0.75)


def pool(canvas: Canvas, middle: Point, wide: float, strength: float = 0.55) -> None:
    """Light on the ground."""
    canvas.glow(middle, wide * 1.9, wide * 0.52, LAMPLIGHT, strength * 0.7)
    canvas.glow(middle, wide * 0.9, wide * 0.26, LAMPLIGHT, strength)


def cone(canvas: Canvas, top: Point, foot_y: float, wide: float, strength: float = 0.16) -> None:
    """The cone of light that falls from a lamp."""
    x, y = top
    canvas.soft([(x - 1, y), (x + 1, y), (x + wide, foot_y), (x - wide, foot_y)], LAMPLIGHT, strength, 1.2)


def floodlight(canvas: Canvas, foot: Point, height: float, *, lit: bool = True) -> None:
    """A tall mast with three lamps in a row."""
    x, y = foot
    top = y - height
    if lit:
        canvas.glow((x, top), height * 0.7, height * 0.7, LAMP_CORE, 0.45)
    canvas.line([foot, (x, top)], darker(IRON, 0.3), height * 0.025)
    canvas.fill(box(x - height * 0.13, top - height * 0.035, x + height * 0.13, top + height * 0.035), IRON)
    for side in (-1, 0, 1):
        middle = (x + side * height * 0.085, top)
        canvas.disc(middle, height * 0.028, LAMP_CORE if lit else "#59626E")
