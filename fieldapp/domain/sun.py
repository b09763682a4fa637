"""When the sun sets and when it is dark, by the equations that NOAA publishes for its solar calculator.

They follow Meeus, Astronomical Algorithms, and hold to about a minute up to the polar circles. Refraction
at the horizon is the usual 34 minutes of arc; hills and houses are not known.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: Degrees from the zenith: the upper edge of the sun at the horizon with refraction, and six degrees below.
SUNSET_ZENITH = 90.833
DUSK_ZENITH = 96.0
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Evening:
    """UTC moments of a day's sunset and of dark (the end of civil dusk).

    None where the sun does not go so low that day, or does not rise.
    """

    sunset_at: datetime | None
    dark_at: datetime | None


def evening(lat: float, lon: float, day: date) -> Evening:
    """The evening of the local `day` at a place in degrees, WGS 84."""
    return Evening(_setting(lat, lon, day, SUNSET_ZENITH), _setting(lat, lon, day, DUSK_ZENITH))


def _setting(lat: float, lon: float, day: date, zenith: float) -> datetime | None:
    """When the sun passes `zenith` on its way down; the second round uses the sun of that moment."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    minutes = 1080.0 - 4 * lon
    for _ in range(3):
        declination, equation_of_time = _sun(midnight + timedelta(minutes=minutes))
        hour_angle = _hour_angle(lat, declination, zenith)
        if hour_angle is None:
            return None
        minutes = 720 - 4 * lon - equation_of_time + 4 * hour_angle
    return midnight + timedelta(minutes=minutes)


def _hour_angle(lat: float, declination: float, zenith: float) -> float | None:
    """Degrees that the sun turns from noon until it passes `zenith`."""
    lat_r, declination_r = math.radians(lat), math.radians(declination)
    cosine = math.cos(math.radians(zenith)) / (math.cos(lat_r) * math.cos(declination_r)) - math.tan(
        lat_r
    ) * math.tan(declination_r)
    return math.degrees(math.acos(cosine)) if -1 <= cosine <= 1 else None


def _sun(moment: datetime) -> tuple[float, float]:
    """The sun's declination in degrees and the equation of time in minutes."""
    century = (moment - _J2000) / timedelta(days=36525)
    mean_longitude = math.radians((280.46646 + century * (36000.76983 + century * 0.0003032)) % 360)
    anomaly = math.radians(357.52911 + century * (35999.05029 - 0.0001537 * century))
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        math.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + math.sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + math.sin(3 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * century)
    longitude = math.degrees(mean_longitude) + centre - 0.00569 - 0.00478 * math.sin(node)
    tilt = math.radians(_mean_tilt(century) + 0.00256 * math.cos(node))
    declination = math.degrees(math.asin(math.sin(tilt) * math.sin(math.radians(longitude))))
    return declination, _equation_of_time(tilt, mean_longitude, eccentricity, anomaly)


def _mean_tilt(century: float) -> float:
    seconds = 21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))
    return 23 + (26 + seconds / 60) / 60


def _equation_of_time(tilt: float, longitude: float, eccentricity: float, anomaly: float) -> float:
    y = math.tan(tilt / 2) ** 2
    return 4 * math.degrees(
        y * math.sin(2 * longitude)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * longitude)
        - 0.5 * y**2 * math.sin(4 * longitude)
        - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    )
