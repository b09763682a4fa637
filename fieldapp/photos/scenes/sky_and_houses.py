"""What stands behind every scene: the evening sky, hills, a wood's edge and a row of houses."""

from typing import Final, NamedTuple

from fieldapp.photos.scenes.canvas import WIDTH, Canvas
from fieldapp.photos.scenes.chance import Dice
from fieldapp.photos.scenes.colours import (
    GRASS,
    GRASS_NEAR,
    SILHOUETTE,
    WINDOW,
    WINDOW_DARK,
    WINDOW_DIM,
    Colour,
    lighter,
    mix,
)
from fieldapp.photos.scenes.geometry import Outline, box, oval, smooth

HORIZON: Final = 38.0
GROUND_END: Final = 76.0


class Sky(NamedTuple):
    """Colours from straight up to the horizon."""

    colours: tuple[Colour, ...]

    @property
    def horizon(self) -> Colour:
        return self.colours[-1]


SKIES: Final = (
    Sky(("#1B2846", "#2C3B60", "#425079", "#8D6C88", "#CF8F72")),
    Sky(("#141D38", "#22305A", "#39497A", "#6E648D", "#B98595")),
    Sky(("#22305A", "#3A4679", "#6B6394", "#B27891", "#E8A583")),
    Sky(("#1C2B42", "#2F4562", "#4F6480", "#94827F", "#E2A566")),
    Sky(("#152540", "#234062", "#3A5F84", "#75859A", "#C9A79A")),
)


def sky_of(canvas: Canvas) -> Sky:
    """The evening's sky: one for each seed."""
    return canvas.dice("sky").pick(SKIES)


def sky(canvas: Canvas, horizon: float = HORIZON) -> None:
    """Sky down to the horizon, with a few stars where it is darkest."""
    canvas.shade(box(0, 0, WIDTH, horizon + 1), sky_of(canvas).colours)
    dice = canvas.dice("stars")
    for _ in range(dice.count(6, 16)):
        place = (dice.between(0, WIDTH), dice.between(0, horizon * 0.45))
        canvas.disc(place, dice.between(0.08, 0.16), "#FFFFFF", dice.between(0.3, 0.8))


def hills(canvas: Canvas, horizon: float = HORIZON) -> None:
    """Two far ridges, the nearer one darker."""
    dice = canvas.dice("hills")
    for height, share in ((9, 0.45), (5.5, 0.7)):
        colour = mix(sky_of(canvas).colours[-2], SILHOUETTE, share)
        tops = [(x, horizon - dice.between(height * 0.35, height)) for x in range(-10, 121, 16)]
        canvas.fill([(-10, horizon + 1), *smooth(tops), (110, horizon + 1)], colour)


def wood_edge(canvas: Canvas, horizon: float = HORIZON, height: float = 4.0) -> None:
    """Round dark crowns along the horizon."""
    dice = canvas.dice("wood")
    colour = mix(SILHOUETTE, "#1F3A2C", 0.55)
    x = -3.0
    while x < WIDTH + 3:
        radius = dice.between(height * 0.5, height)
        canvas.fill(oval((x, horizon), radius * 1.15, radius), colour)
        x += radius * dice.between(0.7, 1.3)


def houses(canvas: Canvas, horizon: float = HORIZON, scale: float = 1.0) -> None:
    """Two rows of houses: pale ones far away, dark ones near, some windows lit."""
    far = mix(SILHOUETTE, sky_of(canvas).horizon, 0.3)
    _row(canvas, canvas.dice("houses far"), horizon, scale * 0.75, far, lit_share=0.25)
    _row(canvas, canvas.dice("houses near"), horizon, scale, SILHOUETTE, lit_share=0.6)


def _row(
    canvas: Canvas, dice: Dice, horizon: float, scale: float, colour: Colour, *, lit_share: float
) -> None:
    x = dice.between(-8, 0)
    while x < WIDTH:
        wide, wall = dice.between(9, 16) * scale, dice.between(5, 8.5) * scale
        if dice.happens(0.85):
            _house(canvas, dice, (x, horizon), (wide, wall), colour, lit_share)
        x += wide + dice.between(0.5, 5) * scale


def _house(
    canvas: Canvas,
    dice: Dice,
    corner: tuple[float, float],
    size: tuple[float, float],
    colour: Colour,
    lit_share: float,
) -> None:
    (x, ground), (wide, wall) = corner, size
    roof = wall * dice.between(0.35, 0.75)
    outline: Outline = [
        (x, ground + 0.5),
        (x, ground - wall),
        (x + wide / 2, ground - wall - roof),
        (x + wide, ground - wall),
        (x + wide, ground + 0.5),
    ]
    if dice.happens(0.5):
        chimney = x + wide * 0.68
        canvas.fill(box(chimney, ground - wall - roof, chimney + wide * 0.09, ground - wall), colour)
    canvas.fill(outline, colour)
    canvas.line(outline[1:4], lighter(colour, 0.06), wall * 0.05)
    for share in (0.16, 0.42, 0.68):
        if dice.happens(0.75):
            left, top = x + wide * share, ground - wall * 0.78
            _window(canvas, dice, box(left, top, left + wide * 0.15, top + wall * 0.32), lit_share)


def _window(canvas: Canvas, dice: Dice, outline: Outline, lit_share: float) -> None:
    lit = dice.happens(lit_share)
    colour = dice.pick((WINDOW, WINDOW, WINDOW_DIM)) if lit else WINDOW_DARK
    canvas.fill(outline, colour)
    (left, top), (right, bottom) = outline[0], outline[2]
    if lit:
        middle = ((left + right) / 2, (top + bottom) / 2)
        canvas.glow(middle, right - left, right - left, WINDOW, 0.35)


def lawn(canvas: Canvas, horizon: float = HORIZON) -> None:
    """Grass from the horizon to the lower edge, darker towards the viewer."""
    canvas.shade(box(0, horizon, WIDTH, GROUND_END), (GRASS, GRASS_NEAR))


def evening(canvas: Canvas, horizon: float = HORIZON, *, house_scale: float = 1.0) -> None:
    """Sky, hills, houses, wood's edge and lawn: the usual backdrop."""
    sky(canvas, horizon)
    hills(canvas, horizon)
    houses(canvas, horizon, house_scale)
    wood_edge(canvas, horizon, height=2.2)
    lawn(canvas, horizon)
