"""Our own small picture as every mail reader shows it: some still know no WebP."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image

_QUALITY = 80
#: What the vault holds was made by the decoder: nothing else is read here.
_OURS = ("WEBP", "JPEG")


def as_jpeg(picture: BinaryIO) -> bytes:
    """The same picture as JPEG, without anything but its pixels; raises `OSError` where it is damaged."""
    out = BytesIO()
    with Image.open(picture, formats=_OURS) as image:
        image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
