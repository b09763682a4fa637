"""Photos of a run: small real JPEGs, no two alike, of which no browser makes smaller ones."""

import random
from io import BytesIO

from PIL import Image, ImageDraw


def picture(chance: random.Random) -> bytes:
    """Mostly of one range, sometimes of two or three. Its quality is low: it is sent as it is."""
    is_large = chance.random() < 0.15
    width, height = (1600, 1200) if is_large else (640, 480)
    grain = (width // 2, height // 2) if is_large else (80, 60)
    noise = Image.frombytes("RGB", grain, chance.randbytes(grain[0] * grain[1] * 3))
    image = noise.resize((width, height), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        corner = chance.randrange(width), chance.randrange(height)
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        draw.rectangle((*corner, corner[0] + width // 9, corner[1] + height // 9), fill=colour)
    out = BytesIO()
    image.save(out, "JPEG", quality=50)
    return out.getvalue()
