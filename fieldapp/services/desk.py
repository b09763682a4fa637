"""What needs the coordinator now."""

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store import observations


def to_review_count() -> int:
    """Points that nobody has reviewed yet."""
    return observations.count_by_state(ObservationStatus.NOTED)
