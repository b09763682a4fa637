"""The factory, readable top to bottom: settings → store → tools → web → commands."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from config import Settings
from fieldapp.commands import register as commands
from fieldapp.domain.clock import Clock, SystemClock
from fieldapp.photos.incoming import IncomingPhotos
from fieldapp.photos.vault import Vault
from fieldapp.places.addresses import AddressFinder
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import engine, models
from fieldapp.store.db import db
from fieldapp.web import blueprints, csrf, errors, guards, headers, limits, nul, show
from fieldapp.web.session import TokenSession

_CONNECTIONS = 16


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The application over `settings` (default: the environment's)."""
    settings = settings or config.read()
    app = Flask("fieldapp", static_folder=None, template_folder=str(settings.templates_dir))
    app.url_map.strict_slashes = False
    app.secret_key = settings.secret_key
    app.extensions["fieldapp.settings"] = settings
    _open_store(app, settings)
    app.extensions["fieldapp.toolbox"] = make_toolbox(settings, clock or SystemClock())
    _open_web(app, settings)
    commands.register(app)
    return app


def make_toolbox(settings: Settings, clock: Clock) -> Toolbox:
    vendor = settings.static_dir / "vendor"
    return Toolbox(
        clock=clock,
        data_dir=settings.data_dir,
        base_url=settings.base_url,
        is_demo=settings.is_demo,
        secret_key=settings.secret_key,
        smtp_url=settings.smtp_url,
        vault=Vault(settings.data_dir / "photos"),
        incoming=IncomingPhotos(settings.data_dir / "incoming"),
        addresses=AddressFinder(settings.geocoder_url),
        basemap=settings.basemap,
        fonts_dir=vendor / "fonts",
        icons_dir=vendor / "icons",
        templates_dir=settings.templates_dir,
        photo_hold_s=settings.photo_hold_s,
    )


def _open_store(app: Flask, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_pre_ping": settings.database_url.startswith("postgres"),
        # As many as there are threads that answer: nobody waits for a connection.
        "pool_size": _CONNECTIONS,
        # A fault is logged with its statement; its values are people's words, addresses and ways in.
        "hide_parameters": True,
    }
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)
    app.extensions["fieldapp.metadata"] = models.METADATA


def _open_web(app: Flask, settings: Settings) -> None:
    app.config["PREFERRED_URL_SCHEME"] = "https" if settings.is_https else "http"
    if not settings.is_demo:
        app.config["TRUSTED_HOSTS"] = [settings.host.split(":")[0]]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.session_interface = TokenSession()
    headers.install(app)
    limits.install(app)
    csrf.install(app)
    nul.install(app)
    guards.refuse_undeclared(app)
    errors.install(app)
    show.install(app)
    blueprints.register(app)
