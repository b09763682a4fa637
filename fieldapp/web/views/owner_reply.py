"""What an owner reads and answers by link, without an account: its points one by one, or several at once."""

from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug import Response

from fieldapp.domain.errors import Conflict, DomainError, NotFound
from fieldapp.domain.sentences import PublicSentence
from fieldapp.domain.ticket_status import NotAllowed, TicketStatus
from fieldapp.services import owner_links, owner_pictures, owner_replies, owner_undo
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.owner_items import OwnerItem, OwnerPage
from fieldapp.services.owner_links import LinkOver
from fieldapp.services.owner_replies import Reply
from fieldapp.services.owner_undo import TooLate
from fieldapp.services.town import town
from fieldapp.web import outside_words, pictures, said
from fieldapp.web.fault_words import about_photo
from fieldapp.web.forms.owner_reply import ReplyForm
from fieldapp.web.guards import public
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox

pages = Blueprint("owner_reply", __name__)

#: From this many points on the list comes first, so that alike ones can be answered together.
MANY = 4


@pages.errorhandler(LinkOver)
def over(error: LinkOver) -> Response:
    """The link is too old: a new one goes to the owner's own address, and nowhere else."""
    token = str((request.view_args or {}).get("token", ""))
    return make_response(render_template("owner_reply/over.html", token=token, town=town()), 410)


@pages.get("/o/<token>")
@public
def show(token: str) -> str | Response:
    """The point that is asked for, else the first that waits, or the list of all where they are many."""
    page = owner_replies.read(toolbox(), token)
    item = _wanted(page)
    if item is None:
        return _list(token, page)
    return _form_page(token, page, ReplyForm([item], page.today, {}))


@pages.get("/o/<token>/several")
@public
def several(token: str) -> Response:
    """The points that were chosen in the list, and one form for all of them."""
    page = owner_replies.read(toolbox(), token)
    items = _chosen(page, request.args.getlist("item"))
    if not items:
        return redirect(said.url("owner_reply.show", "choose-some", token=token, list=1), 303)
    return _form_page(token, page, ReplyForm(items, page.today, {}))


@pages.post("/o/<token>/several")
@public
def answer_several(token: str) -> Response:
    """Give the same answer to each of the chosen points, or only look at how the sentence will read."""
    page = owner_replies.read(toolbox(), token)
    items = _chosen(page, request.form.getlist("item"))
    if not items:
        raise NotFound("ticket")
    form = ReplyForm(items, page.today, request.form)
    changes = form.changes()
    if changes is None or form.value("step") == "preview":
        return _looked_at(token, page, form)
    refused = owner_replies.answer_several(toolbox(), token, changes)
    code = "some-changed" if refused else "answered"
    return redirect(said.url("owner_reply.show", code, token=token, list=1), 303)


@pages.post("/o/<token>/<uuid:ticket_id>")
@public
def answer(token: str, ticket_id: UUID) -> Response:
    """Answer one point, or only look at how the sentence will read."""
    page = owner_replies.read(toolbox(), token)
    items = _chosen(page, [str(ticket_id)])
    if not items:
        raise NotFound("ticket")
    upload = request.files.get("photo")
    photo = upload.stream if upload is not None and upload.filename else None
    form = ReplyForm(items, page.today, request.form, photo)
    changes = form.changes()
    if changes is None or form.value("step") == "preview":
        return _looked_at(token, page, form)
    try:
        owner_replies.answer(toolbox(), token, ticket_id, Reply(changes[ticket_id], photo))
    except (Conflict, NotAllowed):
        return _changed_meanwhile(token, ticket_id, form)
    except (LinkOver, DatabaseUnavailable):
        raise
    except DomainError as error:
        form.errors["form"] = about_photo(error)
        return _form_page(token, page, form, status=422)
    following = owner_replies.read(toolbox(), token).after(ticket_id)
    where = {"item": following.ticket_id} if following is not None else {"list": 1}
    return redirect(said.url("owner_reply.show", "answered", token=token, **where), 303)


@pages.post("/o/<token>/<uuid:ticket_id>/undo")
@public
def undo(token: str, ticket_id: UUID) -> Response:
    """Take the last answer back, within ten minutes, for all the points that it was given to."""
    where: dict[str, object] = {"token": token, "item": ticket_id}
    try:
        count = owner_undo.undo(toolbox(), token, ticket_id)
    except (TooLate, Conflict):
        return redirect(said.url("owner_reply.show", "too-late", **where), 303)
    where = where if count == 1 else {"token": token, "list": 1}
    return redirect(said.url("owner_reply.show", "taken-back", **where), 303)


@pages.post("/o/<token>/new-link")
@public
def renew(token: str) -> Response:
    """The same words whatever happens: who holds an old link learns nothing by asking."""
    owner_links.send_new(toolbox(), token)
    return make_response(render_template("owner_reply/renewed.html", town=town()))


@pages.get("/o/<token>/photos/<uuid:photo_id>/<size>")
@public
def photo(token: str, photo_id: UUID, size: str) -> Response:
    return pictures.send(owner_pictures.photo(toolbox(), token, photo_id, size))


@pages.get("/o/<token>/map/<uuid:ticket_id>.svg")
@public
def map_svg(token: str, ticket_id: UUID) -> Response:
    label = _("Karta med en nål där punkten är")
    return pictures.send_map(owner_pictures.map_of(toolbox(), token, ticket_id, language(), label))


def _wanted(page: OwnerPage) -> OwnerItem | None:
    asked = request.args.get("item", "")
    if asked:
        found = _chosen(page, [asked])
        if not found:
            raise NotFound("ticket")
        return found[0]
    is_list = "list" in request.args or len(page.waiting) >= MANY
    return None if is_list else next(iter(page.waiting), None)


def _chosen(page: OwnerPage, ids: list[str]) -> list[OwnerItem]:
    return [item for item in page.items if str(item.ticket_id) in ids]


def _list(token: str, page: OwnerPage) -> str:
    return render_template("owner_reply/list.html", page=page, token=token, words=outside_words)


def _looked_at(token: str, page: OwnerPage, form: ReplyForm) -> Response:
    """The form again: with what is missing, or with the sentence as it will read."""
    change = form.change() if not form.errors else None
    if change is None:
        return _form_page(token, page, form, status=422)
    try:
        read = owner_replies.sentence_of(change, page.owner)
    except DomainError as error:
        form.errors["form"] = about_photo(error)
        return _form_page(token, page, form, status=422)
    return _form_page(token, page, form, preview=read)


def _form_page(
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
            "owner_reply/item.html" if len(form.items) == 1 else "owner_reply/several.html",
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
    return _form_page(token, page, ReplyForm([item], page.today, given), status=409, is_changed=True)
