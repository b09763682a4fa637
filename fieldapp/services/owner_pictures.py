"""The pictures behind an owner's link: photos of its tickets that may be shown, and a map of each place."""

from uuid import UUID

from fieldapp.domain.errors import NotFound
from fieldapp.maps.print_map import draw_place_map
from fieldapp.services import owner_items, owner_links, photo_files
from fieldapp.services.photo_files import PhotoFile
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos, point_answers

_MAP_SIZE = (256.0, 288.0)


def photo(tools: Toolbox, token: str, photo_id: UUID, size: str) -> PhotoFile:
    """A picture of one of the mail's tickets, and no other; raises `NotFound` or `LinkOver`."""
    link = owner_links.open_link(tools, token)
    if photos.find(photo_id) is None:
        raise NotFound("photo")
    rows = owner_links.still_theirs(link)
    points = owner_items.points_of([row.id for row in rows])
    every = [point.id for found in points.values() for point in found]
    stored = point_answers.stored_photos(every, [row.id for row in rows])
    shown = {one.id for row in rows for one in owner_items.shown_pictures(points[row.id], row, stored)}
    if photo_id not in shown:
        raise NotFound("photo")
    return photo_files.open_photo(tools, photo_id, size)


def map_of(tools: Toolbox, token: str, ticket_id: UUID, language: str, label: str) -> str:
    """A small SVG around the ticket's place; raises `NotFound` or `LinkOver`."""
    link = owner_links.open_link(tools, token)
    row = next((row for row in owner_links.still_theirs(link) if row.id == ticket_id), None)
    if row is None or row.lat is None or row.lon is None:
        raise NotFound("map")
    return draw_place_map(
        row.lat, row.lon, row.accuracy_m, tools.basemap, size=_MAP_SIZE, language=language, label=label
    )
