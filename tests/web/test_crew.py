"""The crew's shell: the same for everybody, in three languages, with nothing about anybody in it."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest

from fieldapp.domain.sentences import from_template, render
from tests.support.answered import Asked
from tests.support.visitor import Visitor
from tests.support.world import World


def words_of(page: str) -> dict[str, Any]:
    found = re.search(r'<template id="words">(.*?)</template>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("path", ["/crew", f"/crew/{uuid4()}"], ids=["list", "ticket"])
def test_everybody_gets_the_same_shell(world: World, visitor: Visitor, path: str) -> None:
    asked = Asked(world)
    ticket_id = asked.ticket(asked.point(place="Nyckelbergsparken"), owner_id=world.streets)
    pages = [browser.get(path) for browser in (visitor, world.staff(world.cem), world.phone()[0])]
    assert {page.status_code for page in pages} == {200}
    assert len({page.text for page in pages}) == 1
    for secret in (str(ticket_id), "Nyckelbergsparken", "Gata och park", "cem"):
        assert secret not in pages[1].text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("sv", "Bänken är lagad."), ("fi", "Penkki on korjattu."), ("en", "The bench has been repaired.")],
)
def test_the_shell_speaks_the_asked_language(visitor: Visitor, language: str, sentence: str) -> None:
    page = visitor.get(f"/crew?lang={language}").text
    assert f'<html lang="{language}"' in page
    assert sentence in {one["text"] for one in words_of(page)["sentences"]}


def test_every_sentence_that_is_offered_needs_no_more_than_a_time(visitor: Visitor) -> None:
    for one in words_of(visitor.get("/crew").text)["sentences"]:
        values = {"when": "2026-W50"} if "{when}" in one["text"] else {}
        said = render(from_template(one["id"], **values), "sv").text
        assert said == one["text"].replace("{when}", "vecka 50")


def test_the_chosen_language_is_kept(visitor: Visitor) -> None:
    visitor.get("/crew?lang=fi&keep=1")
    assert '<html lang="fi"' in visitor.get("/crew").text
