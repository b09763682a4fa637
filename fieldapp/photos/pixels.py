"""Reads any accepted picture into a clean, upright sRGB image; runs in the decoder process only."""

import io
import warnings
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image, ImageCms, ImageFile, WebPImagePlugin

from fieldapp.photos import header, jpeg_scan, limits
from fieldapp.photos.limits import Refusal

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = {5, 6, 7, 8}
_COLOUR_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
_HEIF_THREADS = 2
_HEIF_BAND_ROWS = 256

# Without the import Pillow would look for WebP in all of its plugins.
assert WebPImagePlugin.SUPPORTED  # noqa: S101
ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = limits.PIXELS_MAX
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Refused(Exception):
    """The picture is not taken."""

    def __init__(self, code: Refusal) -> None:
        self.code = code
        super().__init__(code)


class Picture(NamedTuple):
    """`image` is RGB, upright, at most `LARGE_EDGE`; `width` and `height` are the upright original's."""

    format: str
    width: int
    height: int
    image: Image.Image


def read(data: bytes) -> Picture:
    """The first frame of the picture in `data`; raises `Refused` for anything else."""
    found = header.read(data[: header.HEADER_BYTES])
    if found is None:
        raise Refused(Refusal.NOT_A_PHOTO)
    if found.width is not None and found.height is not None:
        _check_size(found.width, found.height)
    if found.unpacked_bytes > limits.UNPACKED_MAX_BYTES:
        raise Refused(Refusal.TOO_LARGE_TO_READ)
    try:
        return _READERS[found.format](data, found.format)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(Refusal.TOO_MANY_PIXELS) from error
    except MemoryError as error:
        raise Refused(Refusal.TOO_LARGE_TO_READ) from error
    except (Refused, ImportError):
        raise
    # A decoder that meets a broken file raises whatever it stumbled over.
    except Exception as error:
        raise Refused(_code_of(found.format, error)) from error


def _code_of(format_name: str, error: Exception) -> Refusal:
    """Libraries tell by words alone that memory, not the file, was the trouble."""
    words = str(error).lower()
    if "memory" in words or (format_name == "PNG" and "decompressed data too large" in words):
        return Refusal.TOO_LARGE_TO_READ
    return Refusal.DAMAGED


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Refused(Refusal.DAMAGED)
    if width > limits.EDGE_MAX or height > limits.EDGE_MAX or width * height > limits.PIXELS_MAX:
        raise Refused(Refusal.TOO_MANY_PIXELS)


def _read_jpeg(data: bytes, format_name: str) -> Picture:
    image = Image.open(io.BytesIO(data), formats=(format_name,))
    _check_size(*image.size)
    if jpeg_scan.has_hole(data):
        raise Refused(Refusal.DAMAGED)
    size = image.size
    _draft(image)
    return _finish(image, size)


def _read_plain(data: bytes, format_name: str) -> Picture:
    image = Image.open(io.BytesIO(data), formats=(format_name,))
    _check_size(*image.size)
    return _finish(image, image.size)


def _draft(image: Image.Image) -> None:
    """Let the JPEG decoder halve as often as is free; it only does so when asked for the exact size."""
    width, height = image.size
    for part in (8, 4, 2):
        if max(width, height) // part >= limits.DRAFT_LEAST_EDGE:
            image.draft(None, (width // part, height // part))
            return


def _finish(image: Image.Image, size: tuple[int, int]) -> Picture:
    image.load()
    info = dict(image.info)
    orientation = _orientation(info.get("exif"))
    small = _shrunk(_flat(image))
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
    width, height = reversed(size) if orientation in _SIDEWAYS else size
    return Picture(image.format or "", width, height, _clean(_in_srgb(small, info.get("icc_profile"))))


def _read_heif(data: bytes, _format_name: str) -> Picture:
    import pillow_heif

    options = pillow_heif.options
    options.DECODE_THREADS = _HEIF_THREADS
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    opened = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    # libheif turns the picture by the container's own rule; its EXIF orientation does not count.
    _check_size(*opened.size)
    primary = opened[opened.primary_index]
    width, height = primary.size
    primary.load()
    image = _from_bands(primary.mode, primary.size, primary.data, primary.stride)
    image = _in_srgb(_shrunk(image), opened.info.get("icc_profile"))
    return Picture("HEIF", width, height, _clean(image))


def _from_bands(mode: str, size: tuple[int, int], rows: memoryview, stride: int) -> Image.Image:
    """A flat image of `rows`, halved and so on while reading: a 48 MP HEIC never lies in memory twice."""
    width, height = size
    factor = max(1, max(size) // limits.LARGE_EDGE)
    step = _HEIF_BAND_ROWS * factor
    target: Image.Image | None = None
    for top in range(0, height, step):
        bottom = min(top + step, height)
        view = bytes(rows[top * stride : bottom * stride])
        band = _flat(Image.frombuffer(mode, (width, bottom - top), view, "raw", mode, stride, 1))
        if target is None:
            target = Image.new(band.mode, (-(-width // factor), -(-height // factor)))
        target.paste(band.reduce(factor) if factor > 1 else band, (0, top // factor))
    if target is None:
        raise Refused(Refusal.DAMAGED)
    return target


def _flat(image: Image.Image) -> Image.Image:
    """`image` as RGB, L or CMYK with 8 bits, transparency laid on white."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode == "RGBa":
        image = image.convert("RGBA")
    if "A" in image.mode or "transparency" in image.info:
        seen = image if image.mode == "RGBA" else image.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen)
        return white
    if image.mode in _COLOUR_SPACES:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _shrunk(image: Image.Image) -> Image.Image:
    return within(image, limits.LARGE_EDGE)


def within(image: Image.Image, edge: int) -> Image.Image:
    """`image`, made smaller if its long edge is longer than `edge`."""
    width, height = image.size
    if max(width, height) <= edge:
        return image
    scale = edge / max(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _orientation(exif: bytes | None) -> int:
    """EXIF orientation 1-8; 1 when there is none or it cannot be read."""
    if not exif:
        return 1
    tags = Image.Exif()
    try:
        tags.load(exif)
        value = tags.get(_ORIENTATION, 1)
    except Exception:
        return 1
    return value if value in _TURNS else 1


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """`image` in sRGB. A colour profile that is large, broken or of another kind of colour is dropped."""
    if profile and len(profile) <= limits.PROFILE_MAX_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if source.profile.xcolor_space.strip() == _COLOUR_SPACES[image.mode]:
                target = ImageCms.createProfile("sRGB")
                converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
                if converted is not None:
                    return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def _clean(image: Image.Image) -> Image.Image:
    """The pixels and nothing else: whatever the file told about itself stays behind."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    return clean


_READERS: dict[str, Callable[[bytes, str], Picture]] = {
    "JPEG": _read_jpeg,
    "PNG": _read_plain,
    "WEBP": _read_plain,
    "HEIF": _read_heif,
}
