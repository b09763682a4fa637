"""The small map of one place, drawn over the municipality's own archive or a grid."""

from fieldapp.domain.geo import place_or_none
from fieldapp.maps.print_map import draw_place_map
from fieldapp.services.toolbox import Toolbox


def draw(
    tools: Toolbox,
    lat: float | None,
    lon: float | None,
    accuracy_m: float | None,
    language: str,
    label: str,
    size: tuple[float, float] = (320.0, 200.0),
) -> str:
    """An SVG of the place with its pin, "" where there is none; `label` tells what it shows."""
    place = place_or_none(lat, lon)
    if place is None:
        return ""
    return draw_place_map(
        place.lat, place.lon, accuracy_m, tools.basemap, size=size, language=language, label=label
    )
