"""An owner answers by the link of its mail: one point at a time; opening the page changes nothing."""

from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug import Response

from fieldapp.domain.errors import Conflict, DomainError, NotFound
from fieldapp.domain.sentences import PublicSentence
from fieldapp.domain.ticket_status import NotAllowed, TicketStatus
from fieldapp.services import owner_links, owner_replies
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.owner_items import OwnerItem, OwnerPage
from fieldapp.services.owner_links import LinkOver
from fieldapp.services.owner_replies import Reply, TooLate
from fieldapp.services.town import town
from fieldapp.web import outside_words, pictures, said
from fieldapp.web.forms.owner_reply import ReplyForm
from fieldapp.web.guards import public
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox

pages = Blueprint("owner_reply", __name__)


@pages.errorhandler(LinkOver)
def over(error: LinkOver) -> Response:
    """The link is too old: a new one goes to the address that the first one went to, and nowhere else."""
    token = str((request.view_args or {}).get("token", ""))
    return make_response(render_template("owner_reply/over.html", token=token, town=town()), 410)


@pages.get("/o/<token>")
@public
def show(token: str) -> str | Response:
    """The point that is asked for, else the first without an answer, else all of them."""
    page = owner_replies.read(toolbox(), token)
    item = _wanted(page)
    if item is None:
        return render_template("owner_reply/all.html", page=page, token=token, words=outside_words)
    return _item_page(token, page, ReplyForm(item, page.today, {}))


@pages.post("/o/<token>/<uuid:ticket_id>")
@public
def answer(token: str, ticket_id: UUID) -> Response:
    """Answer one point, or only look at how the sentence will read."""
    page = owner_replies.read(toolbox(), token)
    item = page.find(ticket_id)
    if item is None:
        raise NotFound("ticket")
    upload = request.files.get("photo")
    photo = upload.stream if upload is not None and upload.filename else None
    form = ReplyForm(item, page.today, request.form, photo)
    change = form.change()
    if change is None:
        return _item_page(token, page, form, status=422)
    try:
        if form.value("step") == "preview":
            read = owner_replies.sentence_of(change, page.owner)
            return _item_page(token, page, form, preview=read)
        owner_replies.answer(toolbox(), token, ticket_id, Reply(change, photo))
    except (Conflict, NotAllowed):
        return _changed_meanwhile(token, ticket_id, form)
    except (LinkOver, DatabaseUnavailable):
        raise
    except DomainError as error:
        form.errors["form"] = _what_is_wrong(error)
        return _item_page(token, page, form, status=422)
    return redirect(said.url("owner_reply.show", "answered", token=token), 303)


@pages.post("/o/<token>/<uuid:ticket_id>/undo")
@public
def undo(token: str, ticket_id: UUID) -> Response:
    """Take the last answer back, within ten minutes."""
    try:
        owner_replies.undo(toolbox(), token, ticket_id)
    except (TooLate, Conflict):
        return redirect(said.url("owner_reply.show", "too-late", token=token, item=ticket_id), 303)
    return redirect(said.url("owner_reply.show", "taken-back", token=token, item=ticket_id), 303)


@pages.post("/o/<token>/new-link")
@public
def renew(token: str) -> Response:
    """The same words whatever happens: who holds an old link learns nothing by asking."""
    owner_links.send_new(toolbox(), token)
    return make_response(render_template("owner_reply/renewed.html", town=town()))


@pages.get("/o/<token>/photos/<uuid:photo_id>/<size>")
@public
def photo(token: str, photo_id: UUID, size: str) -> Response:
    return pictures.send(owner_replies.photo(toolbox(), token, photo_id, size))


@pages.get("/o/<token>/map/<uuid:ticket_id>.svg")
@public
def map_svg(token: str, ticket_id: UUID) -> Response:
    label = _("Karta med en nål där punkten är")
    return pictures.send_map(owner_replies.map_of(toolbox(), token, ticket_id, language(), label))


def _wanted(page: OwnerPage) -> OwnerItem | None:
    asked = request.args.get("item", "")
    found = next((item for item in page.items if str(item.ticket_id) == asked), None)
    if asked and found is None:
        raise NotFound("ticket")
    return found or next(iter(page.left), None)


def _item_page(
    token: str,
    page: OwnerPage,
    form: ReplyForm,
    *,
    status: int = 200,
    preview: PublicSentence | None = None,
    is_changed: bool = False,
) -> Response:
    shown: dict[str, Any] = {"preview": outside_words.sentence(preview), "is_changed": is_changed}
    return make_response(
        render_template(
            "owner_reply/item.html",
            page=page,
            item=form.item,
            form=form,
            token=token,
            words=outside_words,
            States=TicketStatus,
            **shown,
        ),
        status,
    )


def _changed_meanwhile(token: str, ticket_id: UUID, form: ReplyForm) -> Response:
    """Show what holds now; what was typed stays in its fields."""
    page = owner_replies.read(toolbox(), token)
    item = page.find(ticket_id)
    if item is None:
        return redirect(said.url("owner_reply.show", "conflict", token=token), 303)
    given = {**form.given, "version": str(item.version)}
    return _item_page(token, page, ReplyForm(item, page.today, given), status=409, is_changed=True)


def _what_is_wrong(error: DomainError) -> str:
    """A sentence for what the form's own checks did not see."""
    by_code = {
        "not-a-photo": _("Filen är ingen bild som vi kan läsa. Välj en annan, eller svara utan bild."),
        "damaged": _("Bilden är skadad. Välj en annan, eller svara utan bild."),
        "too-many-pixels": _("Bilden är för stor. Välj en mindre, eller svara utan bild."),
        "too-large-to-read": _("Bilden är för stor. Välj en mindre, eller svara utan bild."),
        "could-not-read": _("Vi kunde inte läsa bilden. Välj en annan, eller svara utan bild."),
        "decoder-busy": _("Många bilder kommer just nu. Försök igen om en stund."),
        "storage-full": _("Bilden får inte plats hos oss just nu. Svara utan bild."),
        "too-long": _("Texten är för lång. Skriv högst 600 tecken."),
    }
    return by_code.get(error.code) or _("Något saknas eller är fel. Se efter i formuläret.")
