"""The bytes behind a picture that a page may show, wherever they lie."""

from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from fieldapp.domain.errors import NotFound
from fieldapp.photos.vault import NoSuchPhoto
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.photos import PhotoState

#: Size in addresses → the photo's key, and the media type of all pictures of that size.
SIZES = {
    "large": ("large_key", "image/jpeg"),
    "print": ("print_key", "image/jpeg"),
    "small": ("small_key", "image/webp"),
}


@dataclass(frozen=True)
class PhotoFile:
    """An open file; whoever sends it closes it."""

    file: BinaryIO
    media_type: str


def open_photo(tools: Toolbox, photo_id: UUID, size: str) -> PhotoFile:
    """The picture in that size; the caller has judged that it may be seen. Raises `NotFound`."""
    found = photos.find(photo_id)
    if found is None or found.state is not PhotoState.STORED or size not in SIZES:
        raise NotFound("photo")
    column, media_type = SIZES[size]
    try:
        return PhotoFile(tools.vault.open(getattr(found, column) or ""), media_type)
    except (NoSuchPhoto, ValueError) as error:
        raise NotFound("photo") from error
