"""Writes SVG elements with every text and attribute escaped and every number short."""

import re
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 cannot carry at all, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Attribute = str | int | float


def number(value: float) -> str:
    """One decimal at most: the same drawing gives the same bytes everywhere."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def clean(text: str) -> str:
    """Replaces what XML cannot hold with the square that print uses for it."""
    return _NOT_XML.sub("□", text)


def element(name: str, /, content: str | None = None, **attributes: Attribute) -> str:
    """One element; `content` is markup made here, `stroke_width` becomes `stroke-width`."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def text(words: str, x: float, y: float, **attributes: Attribute) -> str:
    """Text at a place of the drawing."""
    return element("text", escape(clean(words)), x=x, y=y, **attributes)


def path(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    """The `d` of a line through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")


def _value(value: Attribute) -> str:
    return clean(value) if isinstance(value, str) else number(value)
