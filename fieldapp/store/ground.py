"""Where points have been noted, for whoever asks what ground is nobody's."""

from collections.abc import Sequence

from sqlalchemy import select

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.walks import Stop


def noted_places(limit: int) -> Sequence[tuple[float, float, str]]:
    """Latitude, longitude and place of the newest points, but of sensitive and withdrawn ones."""
    wanted = (
        select(Observation.lat, Observation.lon, Observation.place, Stop.name)
        .outerjoin(Stop, Stop.id == Observation.stop_id)
        .where(
            Observation.lat.is_not(None),
            Observation.lon.is_not(None),
            Observation.is_sensitive.is_(False),
            Observation.state != ObservationStatus.WITHDRAWN,
        )
        .order_by(Observation.observed_at.desc())
        .limit(limit)
    )
    found = db.session.execute(wanted)
    return [(float(lat or 0), float(lon or 0), place or stop or "") for lat, lon, place, stop in found]
