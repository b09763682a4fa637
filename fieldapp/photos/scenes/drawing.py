"""From a scene's code to a finished picture."""

from typing import Final

from PIL import Image, ImageOps

from fieldapp.photos.scenes.canvas import HEIGHT, WIDTH, Canvas
from fieldapp.photos.scenes.catalogue import SCENES
from fieldapp.photos.scenes.chance import Dice

DEFAULT_SIZE: Final = (1600, 1200)
_MIRRORED_SHARE: Final = 0.5


def draw(
    scene: str, *, seed: int = 0, fixed: bool = False, size: tuple[int, int] = DEFAULT_SIZE
) -> Image.Image:
    """The scene as an RGB picture of ``size`` pixels (width, height), the same for the same arguments.

    ``seed`` varies sky, houses, position and side; seed 0 is never mirrored. ``fixed`` shows the fault
    mended. Raises KeyError for an unknown scene and ValueError for ``fixed`` where nothing was broken.
    """
    drawn = SCENES[scene]
    if fixed and drawn.after is None:
        raise ValueError(f"scene {scene} has no mended state")
    canvas = Canvas(size, f"{scene}/{seed}")
    drawn.paint(canvas, fixed)
    picture = canvas.finished()
    return ImageOps.mirror(picture) if _mirrored(scene, seed) else picture


def fault_area(scene: str, *, seed: int = 0) -> tuple[float, float, float, float]:
    """Where the fault shows in a 4:3 picture: left, top, right, bottom as shares (0 to 1) of its sides."""
    left, top, right, bottom = SCENES[scene].fault
    if _mirrored(scene, seed):
        left, right = WIDTH - right, WIDTH - left
    return left / WIDTH, top / HEIGHT, right / WIDTH, bottom / HEIGHT


def _mirrored(scene: str, seed: int) -> bool:
    return seed != 0 and SCENES[scene].may_mirror and Dice(f"{scene}/{seed}/side").happens(_MIRRORED_SHARE)
