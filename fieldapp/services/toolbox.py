"""What services work with, made once at start and handed to each of them."""

from dataclasses import dataclass
from pathlib import Path

from fieldapp.domain.clock import Clock
from fieldapp.photos.incoming import IncomingPhotos
from fieldapp.photos.vault import Vault
from fieldapp.places.addresses import AddressFinder


@dataclass(frozen=True)
class Toolbox:
    """Settings that services need, and the things that reach outside the process."""

    clock: Clock
    data_dir: Path
    base_url: str
    is_demo: bool
    secret_key: str
    smtp_url: str | None
    vault: Vault
    incoming: IncomingPhotos
    addresses: AddressFinder
    basemap: Path | None
    fonts_dir: Path
    icons_dir: Path
    templates_dir: Path
    photo_hold_s: int
