"""Every group of pages and interfaces, registered in one place."""

from importlib import import_module

from flask import Flask

#: Module below fieldapp.web, in the order of the menu; each holds a blueprint named `pages`.
MODULES = (
    "views.public",
    "views.join",
    "views.sign_in",
    "views.demo",
    "views.people",
    "views.desk",
    "views.walks",
    "views.rescue",
    "views.review",
    "views.tickets",
    "views.whose",
    "views.supervisor",
    "views.crew_phones",
    "views.protocol",
    "views.settings",
    "views.owners",
    "views.areas",
    "views.rules",
    "views.library",
    "views.capture",
    "views.crew",
    "views.enrol",
    "views.health",
    "views.pwa",
    "views.photos",
    "views.basemap",
    "views.owner_reply",
    "views.cards",
    "views.walk_cards",
    "views.following",
    "views.public_walks",
    "api.sync",
    "api.following",
)


def register(app: Flask) -> None:
    for name in MODULES:
        app.register_blueprint(import_module(f"fieldapp.web.{name}").pages)
