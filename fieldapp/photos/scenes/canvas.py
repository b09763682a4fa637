"""A sheet to draw on in picture units, at twice the size, so that every edge comes out smooth."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from fieldapp.photos.scenes.chance import Dice
from fieldapp.photos.scenes.colours import NIGHT, Colour, mix, parts
from fieldapp.photos.scenes.geometry import Outline, Point, oval, turned

WIDTH: Final = 100.0
HEIGHT: Final = 75.0
WHOLE: Final[Outline] = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]

_OVERSIZE: Final = 2
_SOFT_GRAIN: Final = 8  # soft layers are drawn at an eighth: nobody sees it, and blurring is quick
_GRADIENT_STEPS: Final = 192
_OPAQUE: Final = 255
_RADIAL_RIM: Final = 178  # Pillow's radial gradient has this at the middle of its sides


class Canvas:
    """Draws in units of a 100 × 75 picture; another shape of picture shows the middle of it."""

    def __init__(self, size: tuple[int, int], key: str) -> None:
        self._size = size
        self._key = key
        pixels = (size[0] * _OVERSIZE, size[1] * _OVERSIZE)
        self._scale = max(pixels[0] / WIDTH, pixels[1] / HEIGHT)
        self._left = (pixels[0] - WIDTH * self._scale) / 2
        self._top = (pixels[1] - HEIGHT * self._scale) / 2
        self._image = Image.new("RGB", pixels, NIGHT)
        self._pen = ImageDraw.Draw(self._image, "RGBA")
        self._turns: list[tuple[float, Point]] = []

    def dice(self, purpose: str) -> Dice:
        """Dice for one purpose: the same before and after the mending."""
        return Dice(f"{self._key}/{purpose}")

    def finished(self) -> Image.Image:
        """The picture in the size that was asked for, a little darker towards its corners."""
        picture = self._image.resize(self._size, Image.Resampling.BOX)
        picture.paste(parts(NIGHT), (0, 0), _corners().resize(self._size, Image.Resampling.BILINEAR))
        return picture

    @contextmanager
    def turned(self, degrees: float, about: Point) -> Iterator[None]:
        """All that is drawn inside is turned clockwise about the point."""
        self._turns.append((degrees, about))
        try:
            yield
        finally:
            self._turns.pop()

    def fill(self, outline: Iterable[Point], colour: Colour, opacity: float = 1) -> None:
        """One flat colour."""
        self._pen.polygon(self._pixels(outline), fill=(*parts(colour), round(_OPAQUE * opacity)))

    def disc(self, middle: Point, radius: float, colour: Colour, opacity: float = 1) -> None:
        """A filled circle."""
        self.fill(oval(middle, radius, radius), colour, opacity)

    def line(self, points: Sequence[Point], colour: Colour, thick: float, opacity: float = 1) -> None:
        """A line with round ends."""
        pixels = self._pixels(points)
        width = max(1, round(thick * self._scale))
        ink = (*parts(colour), round(_OPAQUE * opacity))
        self._pen.line(pixels, fill=ink, width=width, joint="curve")
        if opacity == 1 and width > 2:
            for x, y in (pixels[0], pixels[-1]):
                self._pen.circle((x, y), (width - 1) / 2, fill=ink)

    def shade(self, outline: Iterable[Point], colours: Sequence[Colour], *, sideways: bool = False) -> None:
        """A gradient through evenly spaced colours, downwards or to the right."""
        pixels = self._pixels(outline)
        left, top, right, bottom = _around(pixels)
        size = (right - left, bottom - top)
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in pixels], fill=_OPAQUE)
        self._image.paste(_gradient(colours, sideways=sideways).resize(size), (left, top), mask)

    def glow(self, middle: Point, wide: float, high: float, colour: Colour, strength: float) -> None:
        """Light (or shadow) that fades out from the middle; ``strength`` 0 to 1 in the middle."""
        (x, y) = self._pixels([middle])[0]
        half = max(1, round(wide * self._scale)), max(1, round(high * self._scale))
        mask = _fading(strength).resize((half[0] * 2, half[1] * 2), Image.Resampling.BILINEAR)
        self._image.paste(parts(colour), (round(x) - half[0], round(y) - half[1]), mask)

    def soft(self, outline: Iterable[Point], colour: Colour, opacity: float, blur: float) -> None:
        """A shape with an edge that is ``blur`` units soft."""
        pixels = [(x / _SOFT_GRAIN, y / _SOFT_GRAIN) for x, y in self._pixels(outline)]
        small = (self._image.width // _SOFT_GRAIN + 1, self._image.height // _SOFT_GRAIN + 1)
        mask = Image.new("L", small, 0)
        ImageDraw.Draw(mask).polygon(pixels, fill=round(_OPAQUE * opacity))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self._scale / _SOFT_GRAIN))
        mask = mask.resize((small[0] * _SOFT_GRAIN, small[1] * _SOFT_GRAIN), Image.Resampling.BILINEAR)
        self._image.paste(parts(colour), (0, 0), mask)

    def darken(self, opacity: float, colour: Colour = NIGHT) -> None:
        """Night over all that is drawn so far."""
        self._image.paste(Image.blend(self._image, Image.new("RGB", self._image.size, colour), opacity))

    def _pixels(self, points: Iterable[Point]) -> list[Point]:
        for degrees, about in reversed(self._turns):
            points = turned(points, about, degrees)
        return [(self._left + x * self._scale, self._top + y * self._scale) for x, y in points]


def _around(pixels: Sequence[Point]) -> tuple[int, int, int, int]:
    across, down = [x for x, _ in pixels], [y for _, y in pixels]
    left, top = int(min(across)), int(min(down))
    return left, top, max(left + 1, int(max(across)) + 1), max(top + 1, int(max(down)) + 1)


def _gradient(colours: Sequence[Colour], *, sideways: bool) -> Image.Image:
    strip = Image.new("RGB", (1, _GRADIENT_STEPS))
    for step in range(_GRADIENT_STEPS):
        place = step / (_GRADIENT_STEPS - 1) * (len(colours) - 1)
        first = min(int(place), len(colours) - 2)
        strip.putpixel((0, step), parts(mix(colours[first], colours[first + 1], place - first)))
    return strip.transpose(Image.Transpose.ROTATE_90) if sideways else strip


def _fading(strength: float) -> Image.Image:
    # a straight fade shows its rim; squared it melts into the dark
    near = (max(0.0, 1 - step / _RADIAL_RIM) for step in range(_OPAQUE + 1))
    return Image.radial_gradient("L").point([round(strength * _OPAQUE * share**2) for share in near])


def _corners() -> Image.Image:
    reach = range(_OPAQUE + 1)
    return Image.radial_gradient("L").point([round(max(0, step - 130) * 0.42) for step in reach])
