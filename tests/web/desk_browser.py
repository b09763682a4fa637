"""A browser at the desk that lets go of what the test was reading, before its request wants to write."""

from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from fieldapp.services import sign_in
from fieldapp.store.db import db
from fieldapp.web import session
from tests.support.visitor import Visitor
from tests.support.world import World


class DeskBrowser(Visitor):
    """Its form token is asked for once: it is the same on every page."""

    token = ""

    def request(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        return super().request(method, path, **kwargs)

    def form_token(self) -> str:
        self.token = self.token or super().form_token()
        return self.token


def at_desk(world: World, person_id: UUID) -> DeskBrowser:
    """This person, signed in."""
    browser = DeskBrowser(world.app)
    browser.hold(session.STAFF, sign_in.open_session(world.tools, person_id).token)
    return browser
