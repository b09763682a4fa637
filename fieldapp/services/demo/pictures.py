"""The demo's photos: drawn by our own code on all cores, kept in the vault in three sizes like any other."""

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fieldapp.services.demo.story import Story
from fieldapp.services.toolbox import Toolbox

Size = tuple[int, int]
LARGE: Size = (1200, 900)
#: For tests: everything is there, and nothing takes time.
SMALL: Size = (80, 60)
#: Outcomes after which there is a photo of the mended place.
MENDED = frozenset({"confirmed", "done", "reopened"})


@dataclass(frozen=True, order=True)
class Wanted:
    """A scene by its code; `seed` varies it, `is_mended` shows it after the work."""

    scene: str
    seed: int = 0
    is_mended: bool = False

    @classmethod
    def of(cls, words: str, *, is_mended: bool = False) -> "Wanted | None":
        """From the story's "bench/2"; None where there is no photo, or nothing that can be mended."""
        from fieldapp.photos.scenes import SCENES

        scene, _, seed = words.partition("/")
        if not scene or (is_mended and SCENES[scene].after is None):
            return None
        return cls(scene, int(seed or 0), is_mended)


@dataclass(frozen=True)
class Picture:
    """A picture in the vault: its three keys, and what the row of a photo says of it."""

    large_key: str
    print_key: str
    small_key: str
    width: int
    height: int
    bytes_count: int
    alt_text: str


def wanted_by(story: Story) -> list[Wanted]:
    """Every picture that the story's points need, once."""
    found = {Wanted.of(point.photo) for point in story.points}
    found |= {Wanted.of(point.photo, is_mended=True) for point in story.points if point.outcome in MENDED}
    return sorted(one for one in found if one is not None)


def draw_all(
    tools: Toolbox,
    wanted: Collection[Wanted],
    size: Size,
    workers: int | None = None,
    done: Callable[[int], None] = lambda count: None,
) -> dict[Wanted, Picture]:
    """Draw and keep them; outside any unit of work. `done` hears how many are ready."""
    if workers is None:
        workers = 1 if size == SMALL else min(os.cpu_count() or 1, 8)
    found: dict[Wanted, Picture] = {}
    with TemporaryDirectory(dir=tools.data_dir, prefix="demo-") as name:
        for one, folder in _drawn(list(wanted), size, Path(name), workers):
            found[one] = _kept(tools, one, folder, size)
            done(len(found))
    return found


def _drawn(wanted: list[Wanted], size: Size, folder: Path, workers: int) -> Iterator[tuple[Wanted, Path]]:
    folders = [folder / str(number) for number in range(len(wanted))]
    if workers <= 1:
        for one, its in zip(wanted, folders, strict=True):
            yield one, draw(one, size, its)
        return
    # Fresh processes: a fork of one that has threads may never wake up.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh) as pool:
        yield from zip(wanted, pool.map(draw, wanted, [size] * len(wanted), folders), strict=True)


def draw(one: Wanted, size: Size, folder: Path) -> Path:
    """Write a scene's three derivatives into a new folder, as the decoder would; returns the folder."""
    # Imported here: whoever only asks for links need not wait for the drawing library.
    from fieldapp.photos import decoder, pixels, scenes

    folder.mkdir(mode=0o700)
    image = scenes.draw(one.scene, seed=one.seed, fixed=one.is_mended, size=size)
    for kind in decoder.KINDS.values():
        image = pixels.within(image, kind.edge)
        image.save(folder / kind.file_name, kind.format, quality=kind.quality)
    return folder


def _kept(tools: Toolbox, one: Wanted, folder: Path, size: Size) -> Picture:
    from fieldapp.photos import decoder
    from fieldapp.photos.scenes import SCENES

    files = {name: folder / kind.file_name for name, kind in decoder.KINDS.items()}
    scene = SCENES[one.scene]
    alt = scene.after if one.is_mended and scene.after else scene.before
    bytes_count = files["large"].stat().st_size
    keys = {name: tools.vault.put(file) for name, file in files.items()}
    return Picture(
        large_key=keys["large"],
        print_key=keys["print"],
        small_key=keys["small"],
        width=size[0],
        height=size[1],
        bytes_count=bytes_count,
        alt_text=alt.sv,
    )
