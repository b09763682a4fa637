"""Draws one area as it lies: its border over a grid with scale and north, for the page of an area."""

from shapely.geometry.base import BaseGeometry

from fieldapp.maps import furniture, svg
from fieldapp.maps.furniture import INK
from fieldapp.maps.projection import Frame, Size, fit

_SIZE: Size = (480.0, 320.0)
_MARGIN, _LEAST_M = 28.0, 80.0


def draw_area(area: BaseGeometry, *, label: str, size: Size = _SIZE) -> str:
    """An SVG of a polygon or multi-polygon (longitude first, as shapely has it); `label` names it."""
    west, south, east, north = area.bounds
    frame = fit([(south, west), (north, east)], size, margin=_MARGIN, minimum_m=_LEAST_M)
    body = [
        svg.element("rect", x=0, y=0, width=size[0], height=size[1], fill="#ffffff"),
        furniture.grid(size, frame.metres_per_unit),
        svg.element(
            "path",
            d="".join(_rings(area, frame)),
            fill="#0a5f7c",
            fill_opacity=0.14,
            fill_rule="evenodd",
            stroke=INK,
            stroke_width=2.2,
            stroke_linejoin="round",
        ),
        furniture.draw(size, frame.metres_per_unit, attributed=False),
    ]
    box = f"0 0 {svg.number(size[0])} {svg.number(size[1])}"
    return svg.element(
        "svg",
        "".join(body),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=box,
        width=size[0],
        height=size[1],
        font_family="'Noto Sans', system-ui, sans-serif",
        role="img",
        aria_label=label,
    )


def _rings(area: BaseGeometry, frame: Frame) -> list[str]:
    found = []
    for part in getattr(area, "geoms", [area]):
        for ring in (part.exterior, *part.interiors) if part.geom_type == "Polygon" else ():
            found.append(svg.path([frame.xy(y, x) for x, y, *_ in ring.coords], closed=True))
    return found
