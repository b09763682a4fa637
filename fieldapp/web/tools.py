"""The toolbox and the settings of the running application, for views."""

from typing import cast

from flask import current_app

from config import Settings
from fieldapp.services.toolbox import Toolbox


def toolbox() -> Toolbox:
    return cast(Toolbox, current_app.extensions["fieldapp.toolbox"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["fieldapp.settings"])
