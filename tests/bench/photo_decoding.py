"""What the aspect-aware draft saves when a phone's photo is made small."""

from io import BytesIO

from PIL import Image, ImageOps

from fieldapp.photos.scenes import draw
from tests.bench.measured import Measured, medians_s

_TWELVE_MEGAPIXELS = (4032, 3024)


def measure() -> list[Measured]:
    photo = BytesIO()
    draw("bushes", size=_TWELVE_MEGAPIXELS).save(photo, "JPEG", quality=92)
    ours, naive = medians_s(lambda: _with_draft(photo), lambda: _naive(photo), runs=5)
    return [Measured("decode with draft ÷ decode and resample", ours / naive, 0.6, "ratio")]


def _with_draft(photo: BytesIO) -> None:
    image = Image.open(BytesIO(photo.getvalue()), formats=["JPEG"])
    image.draft("RGB", (image.width // 2, image.height // 2))
    ImageOps.exif_transpose(image).save(BytesIO(), "JPEG", quality=80)


def _naive(photo: BytesIO) -> None:
    image = Image.open(BytesIO(photo.getvalue()), formats=["JPEG"])
    ImageOps.exif_transpose(image).resize((2016, 1512), Image.Resampling.LANCZOS).save(
        BytesIO(), "JPEG", quality=80
    )
