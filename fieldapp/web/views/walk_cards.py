"""Cards of a walk: ordered here, printed here, handed out by whoever leads the walk."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug import Response as BaseResponse

from fieldapp.services import card_orders, cards
from fieldapp.web import said
from fieldapp.web.actor import actor
from fieldapp.web.forms.cards import CardsForm
from fieldapp.web.guards import may
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox
from fieldapp.web.views.protocol import attachment

pages = Blueprint("walk_cards", __name__, url_prefix="/walks")

_USUAL_COUNT = 20


@pages.get("/<uuid:walk_id>/cards")
@may("walk.codes")
def show(walk_id: UUID) -> Response:
    orders = card_orders.of_walk(actor(), walk_id)
    form = CardsForm()
    form.count.data = _USUAL_COUNT
    return make_response(render_template("walks/cards.html", walk=orders.walk, orders=orders, form=form))


@pages.post("/<uuid:walk_id>/cards")
@may("walk.codes")
def order(walk_id: UUID) -> BaseResponse:
    orders = card_orders.of_walk(actor(), walk_id)
    form = CardsForm()
    if not form.is_right():
        page = render_template("walks/cards.html", walk=orders.walk, orders=orders, form=form)
        return make_response(page, 422)
    cards.make_cards(toolbox(), actor(), walk_id, form.wanted)
    return redirect(said.url("walk_cards.show", "cards-made", walk_id=walk_id), 303)


@pages.get("/<uuid:walk_id>/cards/<int:batch>.pdf")
@may("walk.codes")
def pdf(walk_id: UUID, batch: int) -> Response:
    """Whoever holds a card reads its points: no cache keeps the file."""
    printed = card_orders.pdf(toolbox(), actor(), walk_id, batch, language())
    response = Response(printed.content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = attachment(printed.name)
    response.headers["Cache-Control"] = "no-store"
    return response
