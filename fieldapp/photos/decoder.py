"""The decoder process: reads one untrusted picture under hard limits, writes clean ones, answers in JSON.

    python -m fieldapp.photos.decoder SOURCE OUT_DIR MEMORY_BYTES CPU_SECONDS

The answer is one of `{"refused": code}`, `{"storage": errno}` and
`{"format", "width", "height", "derivatives": {name: {"width", "height"}}}`.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldapp.photos import limits

if TYPE_CHECKING:
    from PIL import Image


class Kind(NamedTuple):
    """How one derivative is written."""

    file_name: str
    format: str
    edge: int
    quality: int


KINDS = {
    "large": Kind("large.jpg", "JPEG", limits.LARGE_EDGE, limits.LARGE_QUALITY),
    "print": Kind("print.jpg", "JPEG", limits.PRINT_EDGE, limits.PRINT_QUALITY),
    "small": Kind("small.webp", "WEBP", limits.SMALL_EDGE, limits.SMALL_QUALITY),
}


def main(arguments: list[str]) -> None:
    """Decode as the arguments say; the limits hold before the first byte of the picture is read."""
    source, out_dir, memory_bytes, cpu_s = arguments
    _stay_alive_while_the_service_stops()
    _limit(int(memory_bytes), int(cpu_s))
    sys.stdout.write(json.dumps(_answer(Path(source), Path(out_dir))))
    sys.stdout.flush()


def _stay_alive_while_the_service_stops() -> None:
    # A stop signal to the whole service must not look like a photo that cannot be read.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _limit(memory_bytes: int, cpu_s: int) -> None:
    os.umask(0o077)
    bounds = {
        resource.RLIMIT_CPU: cpu_s,
        resource.RLIMIT_FSIZE: limits.CHILD_FILE_MAX_BYTES,
        resource.RLIMIT_NOFILE: limits.CHILD_OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform != "darwin":
        # macOS knows this limit by name only.
        bounds[resource.RLIMIT_AS] = memory_bytes
    for what, most in bounds.items():
        resource.setrlimit(what, (most, most))


def _answer(source: Path, out_dir: Path) -> dict[str, Any]:
    from fieldapp.photos import pixels

    try:
        data = source.read_bytes()
    except OSError as error:
        return {"storage": error.errno}
    try:
        picture = pixels.read(data)
        del data
        sizes = _write(picture.image, out_dir)
    except pixels.Refused as refused:
        return {"refused": refused.code}
    except MemoryError:
        return {"refused": limits.Refusal.TOO_LARGE_TO_READ}
    except OSError as error:
        # Without a number it is the encoder that failed, not the disk.
        return {"storage": error.errno} if error.errno else {"refused": limits.Refusal.COULD_NOT_READ}
    return {
        "format": picture.format,
        "width": picture.width,
        "height": picture.height,
        "derivatives": sizes,
    }


def _write(image: "Image.Image", out_dir: Path) -> dict[str, dict[str, int]]:
    from fieldapp.photos import pixels

    sizes = {}
    for name, kind in KINDS.items():
        image = pixels.within(image, kind.edge)
        with (out_dir / kind.file_name).open("xb") as file:
            image.save(file, kind.format, quality=kind.quality)
        sizes[name] = {"width": image.width, "height": image.height}
    return sizes


if __name__ == "__main__":
    main(sys.argv[1:])
