"""The settings of an installation, read from the environment and judged at start: every fault at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
DEMO_SECRET = "demo-only-secret-that-production-refuses"  # noqa: S105
_KNOWN_WEAK = {DEMO_SECRET, "changeme", "secret", "dev", "development"}
_SECRET_MIN_LENGTH = 32


class SettingsError(Exception):
    """All faults found in the environment, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


@dataclass(frozen=True)
class Settings:
    """What the environment says. Paths are absolute."""

    env: str
    data_dir: Path
    database_url: str
    base_url: str
    secret_key: str
    smtp_url: str | None
    geocoder_url: str | None
    basemap: Path | None
    proxy_hops: int
    photo_hold_s: int
    static_dir: Path = ROOT / "static"
    templates_dir: Path = ROOT / "templates"

    @property
    def is_demo(self) -> bool:
        return self.env == "demo"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in `environ`; raises `SettingsError` that names every fault."""
    return _Reader(os.environ if environ is None else environ).settings()


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def text(self, name: str) -> str | None:
        return self.environ.get(name, "").strip() or None

    def settings(self) -> Settings:
        env = self.text("FIELDAPP_ENV") or "production"
        if env not in ("demo", "production"):
            self.faults.append(f"FIELDAPP_ENV is {env!r}; it must be demo or production")
        data_dir = Path(self.text("FIELDAPP_DATA_DIR") or ROOT / "instance").resolve()
        base_url = self.base_url(env)
        settings = Settings(
            env=env,
            data_dir=data_dir,
            database_url=self.database_url(data_dir),
            base_url=base_url,
            secret_key=self.secret(env),
            smtp_url=self.smtp_url(),
            geocoder_url=self.url("FIELDAPP_GEOCODER_URL", ("http", "https")),
            basemap=self.basemap(),
            proxy_hops=self.whole_number("FIELDAPP_PROXY_HOPS", 0, 5),
            photo_hold_s=self.whole_number("FIELDAPP_PHOTO_HOLD_S", 0, 600, default=30),
        )
        self.not_yet()
        if self.faults:
            raise SettingsError(self.faults)
        return settings

    def base_url(self, env: str) -> str:
        found = self.url("FIELDAPP_BASE_URL", ("http", "https"))
        if found is None:
            if env == "production":
                self.faults.append("FIELDAPP_BASE_URL is missing; name the address people use, https://…")
            return "http://127.0.0.1:8000"
        parts = urlsplit(found)
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            self.faults.append("FIELDAPP_BASE_URL must end after the host; fieldapp owns its whole host")
        if env == "production" and parts.scheme != "https" and not _is_loopback(parts.hostname):
            self.faults.append("FIELDAPP_BASE_URL must be https in production")
        return f"{parts.scheme}://{parts.netloc}"

    def secret(self, env: str) -> str:
        value = self.text("FIELDAPP_SECRET_KEY")
        file = self.text("FIELDAPP_SECRET_KEY_FILE")
        if value is None and file is not None:
            try:
                value = Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                self.faults.append(f"FIELDAPP_SECRET_KEY_FILE cannot be read: {error.strerror}")
        if env == "demo":
            return value or DEMO_SECRET
        if not value:
            self.faults.append("FIELDAPP_SECRET_KEY is missing; make one: openssl rand -hex 32")
        elif len(value) < _SECRET_MIN_LENGTH or value in _KNOWN_WEAK or len(set(value)) < 8:
            self.faults.append("FIELDAPP_SECRET_KEY is weak; make one: openssl rand -hex 32")
        return value or ""

    def database_url(self, data_dir: Path) -> str:
        value = self.text("DATABASE_URL")
        if value is None:
            return f"sqlite:///{data_dir / 'fieldapp.db'}"
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.faults.append("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
        return value

    def smtp_url(self) -> str | None:
        value = self.url("FIELDAPP_SMTP_URL", ("smtp", "smtps", "smtp+starttls"))
        if value is not None and value.startswith("smtp://") and not _is_loopback(urlsplit(value).hostname):
            self.faults.append(
                "FIELDAPP_SMTP_URL must be smtps:// or smtp+starttls://; smtp:// stays on this machine"
            )
        return value

    def basemap(self) -> Path | None:
        value = self.text("FIELDAPP_BASEMAP")
        if value is None:
            return None
        path = Path(value).resolve()
        if path.suffix != ".pmtiles" or not path.is_file():
            self.faults.append("FIELDAPP_BASEMAP must be the path of a .pmtiles file that exists")
        return path

    def url(self, name: str, schemes: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            self.faults.append(f"{name} must begin with {' or '.join(s + '://' for s in schemes)} and a host")
        return value

    def whole_number(self, name: str, least: int, most: int, default: int = 0) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not value.isdecimal() or not least <= int(value) <= most:
            self.faults.append(f"{name} must be a whole number from {least} to {most}")
            return default
        return int(value)

    def not_yet(self) -> None:
        """Settings of the contract that this release cannot honour are refused, not ignored."""
        for name in ("FIELDAPP_PHOTOS", "FIELDAPP_TILE_URL"):
            if self.text(name) is not None:
                self.faults.append(f"{name} is not supported in this release; leave it unset")


def _is_loopback(host: str | None) -> bool:
    return host in ("127.0.0.1", "localhost", "::1")
