"""What a scene is: its painter, its words for those who cannot see it, and where the fault shows."""

from collections.abc import Callable
from dataclasses import dataclass

from fieldapp.photos.scenes.canvas import Canvas

Painter = Callable[[Canvas, bool], None]
"""Paints on the canvas; True paints the mended state."""

Area = tuple[float, float, float, float]
"""Left, top, right and bottom, in picture units (100 × 75)."""


@dataclass(frozen=True)
class AltText:
    """The same short, factual description in Swedish, Finnish and English."""

    sv: str
    fi: str
    en: str


@dataclass(frozen=True)
class Scene:
    """A place in two states; ``after`` is None where nothing was broken."""

    code: str
    paint: Painter
    subcategories: tuple[str, ...]
    fault: Area
    before: AltText
    after: AltText | None
    may_mirror: bool = True
    """False where a mirrored picture would drive on the wrong side of the road."""
