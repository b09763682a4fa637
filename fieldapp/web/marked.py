"""Text with its flagged spans marked, and drawings of ours: the two places where we write HTML by hand."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from fieldapp.domain.text import Flag


def marked(text: str, flags: Sequence[Flag]) -> Markup:
    """The text, escaped, with what seems to describe a person in <mark>; neighbours become one mark."""
    parts, at = [], 0
    for start, end in _spans(text, flags):
        parts += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def drawing(svg: str) -> Markup:
    """An SVG that our own code drew, with every name in it escaped."""
    return Markup(svg)  # noqa: S704


def _spans(text: str, flags: Sequence[Flag]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for flag in flags:
        between = text[found[-1][1] : flag.start] if found else ""
        # "Anders på 14:an" reads as one.
        if found and len(between.split()) <= 1 and "." not in between and "\n" not in between:
            found[-1] = (found[-1][0], flag.end)
        else:
            found.append((flag.start, flag.end))
    return found
