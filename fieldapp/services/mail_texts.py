"""The words of mails: each a text and its HTML twin from templates/email, in the language of who reads it."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from fieldapp.domain.text import one_line
from fieldapp.notify.mail import Attachment, Mail
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.municipality import the_municipality
from fieldapp.translations import catalogue


def compose(
    tools: Toolbox,
    template: str,
    to: str,
    language: str,
    /,
    *,
    is_secret: bool = False,
    attachments: tuple[Attachment, ...] = (),
    **values: Any,
) -> Mail:
    """The mail of templates/email/`template`.txt and .html; the text's first line is the subject.

    Besides `values` the templates know `town` (the municipality), `base_url`, `language` and `is_demo`.
    """
    given = {
        "town": the_municipality(),
        "base_url": tools.base_url,
        "language": language,
        "is_demo": tools.is_demo,
        **values,
    }
    environment = _environment(tools.templates_dir / "email", language)
    subject, _, text = environment.get_template(f"{template}.txt").render(given).strip().partition("\n")
    html = environment.get_template(f"{template}.html").render({**given, "subject": one_line(subject)})
    return Mail(
        to=to,
        subject=one_line(subject),
        text=text.strip() + "\n",
        html=html,
        language=language,
        attachments=attachments,
        is_secret=is_secret,
    )


def to_follower(
    tools: Toolbox, template: str, to: str, language: str, stop_link: str, /, **values: Any
) -> Mail:
    """A mail to somebody who left an address: with the way to stop it, and forgotten once it has left."""
    mail = compose(tools, template, to, language, stop_link=stop_link, **values)
    return replace(mail, stop_link=stop_link, is_forgotten=True)


def invitation(tools: Toolbox, to: str, language: str, token: str) -> Mail:
    """Come in and choose a password, within a week."""
    return compose(tools, "invite", to, language, is_secret=True, link=link(tools, token))


def reset(tools: Toolbox, to: str, name: str, language: str, token: str) -> Mail:
    """Choose a new password, within an hour."""
    return compose(tools, "reset", to, language, is_secret=True, name=name, link=link(tools, token))


def link(tools: Toolbox, token: str) -> str:
    """The address of a one-time link."""
    return f"{tools.base_url}/sign-in/link/{token}"


@cache
def _environment(folder: Path, language: str) -> Environment:
    words = catalogue(language)
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.filters["one_line"] = one_line
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True
    )
    return environment
