"""Addresses from one configured Nominatim server; no server, no answer and a slow answer all mean None."""

import logging
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim

log = logging.getLogger("fieldapp.places")

_TIMEOUT_S = 3
_LENGTH_MAX = 200
#: Parts of an answer that name a place without pointing at somebody's door.
_ROADS = ("road", "pedestrian", "footway", "cycleway", "path", "square")
_PLACES = ("amenity", "leisure", "neighbourhood", "suburb", "quarter", "village", "town")


class AddressFinder:
    """Asks the server at `url`; people's input only ever travels as a parameter."""

    def __init__(self, url: str | None) -> None:
        self._geocoder = None
        if url is not None:
            parts = urlsplit(url)
            self._geocoder = Nominatim(
                domain=parts.netloc + parts.path.rstrip("/"),
                scheme=parts.scheme,
                user_agent="fieldapp",
                timeout=_TIMEOUT_S,
            )

    @property
    def is_configured(self) -> bool:
        return self._geocoder is not None

    def words_for(self, lat: float, lon: float, language: str = "sv") -> str | None:
        """Street and neighbourhood near a position, never a house number; None when nothing came."""
        if self._geocoder is None:
            return None
        try:
            found = self._geocoder.reverse((lat, lon), language=language, zoom=18, addressdetails=True)
        except (GeopyError, ValueError, TypeError, LookupError, AttributeError) as error:
            # The last four are what geopy raises over an answer of another shape than Nominatim's.
            log.warning("no address: %s", type(error).__name__)
            return None
        return _words(found.raw) if found is not None else None


def _words(raw: object) -> str | None:
    address = raw.get("address") if isinstance(raw, dict) else None
    if not isinstance(address, dict):
        return None
    road = next((str(address[key]) for key in _ROADS if address.get(key)), "")
    place = next((str(address[key]) for key in _PLACES if address.get(key)), "")
    words = ", ".join(dict.fromkeys(part for part in (road, place) if part))
    return " ".join(words.split())[:_LENGTH_MAX] or None
