"""QR codes drawn into the page: dark on white in both themes, because cameras need it so."""

from io import BytesIO

from markupsafe import Markup


def qr(address: str, label: str) -> Markup:
    """A QR code as SVG with a name for those who do not see it."""
    import segno

    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3, dark="#000", light="#fff"
    )
    drawing = out.getvalue().decode().strip()
    named = Markup('<svg role="img" aria-label="{}"').format(label)
    return named + Markup(drawing.removeprefix("<svg"))  # noqa: S704
