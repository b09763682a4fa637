"""Stands between the application and its disk: sees every call, in order, and may harm one of them."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask

from fieldapp.store.db import db

#: What is watched of `os`, by the argument that says which file: a path, or a descriptor.
BY_PATH = ("open", "mkdir", "replace", "rename", "unlink", "remove", "link")
BY_DESCRIPTOR = ("write", "pwrite", "fsync", "ftruncate")
_UNTOUCHED = {name: getattr(os, name) for name in (*BY_PATH, *BY_DESCRIPTOR)}
_NAMES = (
    (re.compile(r"[0-9a-f]{64}"), "KEY"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "NEW"),
    (re.compile(r"\bID\.[0-9]+\b"), "ID.PROCESS"),
    (re.compile(r"(?<=photos/)[0-9a-f]{2}/[0-9a-f]{2}\b"), "xx/xx"),
    (re.compile(r"(?<=photos/)[0-9a-f]{2}$"), "xx"),
)


class Call(NamedTuple):
    """`name` of the call and `what` it was about: a path below the folder, or `database`."""

    name: str
    what: str

    def __str__(self) -> str:
        """The call with ids and keys replaced by the word for what they are: the same in every run."""
        words = self.what
        for pattern, word in _NAMES:
            words = pattern.sub(word, words)
        return f"{self.name} {words}"


def _nothing(_call: Call) -> None:
    pass


def _behind(descriptor: int) -> str:
    """The path of the file that is open under this number."""
    return str(Path(f"/proc/self/fd/{descriptor}").readlink())


class Disk:
    """Every call to the disk below `folder` and every commit; `before` and `after` are told of each.

    What `before` raises is raised to the application in place of the call; what `after` raises, after it.
    """

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder.resolve()
        self.calls: list[Call] = []
        self.before: Callable[[Call], None] = _nothing
        self.after: Callable[[Call], None] = _nothing

    @contextmanager
    def watched(self) -> Iterator["Disk"]:
        """Watch until the block ends."""
        self.install()
        try:
            yield self
        finally:
            self.remove()

    def install(self) -> None:
        for name in BY_PATH:
            setattr(os, name, self._by_path(name))
        for name in BY_DESCRIPTOR:
            setattr(os, name, self._by_descriptor(name))
        with self.app.app_context():
            self._dialect = db.engine.dialect
        # On the objects, so that their classes are untouched and what is removed leaves nothing behind.
        setattr(self._dialect, "do_commit", self._commit(self._dialect.do_commit))  # noqa: B010
        self.app.__dict__["wsgi_app"] = self._answering(self.app.wsgi_app)

    def remove(self) -> None:
        del self.app.__dict__["wsgi_app"]
        for name, untouched in _UNTOUCHED.items():
            setattr(os, name, untouched)
        delattr(self._dialect, "do_commit")

    def said(self, *names: str) -> list[str]:
        """The calls so far in words, only those with one of `names` if any are given."""
        return [str(call) for call in self.calls if not names or call.name in names]

    def _by_path(self, name: str) -> Callable[..., Any]:
        untouched = _UNTOUCHED[name]

        def watched(path: Any, *arguments: Any, **more: Any) -> Any:
            # What replaces something is told by its new name.
            said = arguments[0] if name in ("replace", "rename", "link") else path
            found = self._place(said, more.get("dir_fd"))
            return self._told(name, found, lambda: untouched(path, *arguments, **more))

        return watched

    def _by_descriptor(self, name: str) -> Callable[..., Any]:
        untouched = _UNTOUCHED[name]

        def watched(descriptor: int, *arguments: Any) -> Any:
            found = self._place(_behind(descriptor))
            return self._told(name, found, lambda: untouched(descriptor, *arguments))

        return watched

    def _commit(self, untouched: Callable[[Any], None]) -> Callable[[Any], None]:
        return lambda connection: self._told("commit", "database", lambda: untouched(connection))

    def _answering(self, untouched: Callable[..., Any]) -> Callable[..., Any]:
        def watched(environ: Any, start_response: Callable[..., Any]) -> Any:
            def start(status: str, *more: Any) -> Any:
                self.before(Call("answering", environ["PATH_INFO"]))
                self.calls.append(Call("answer", status))
                return start_response(status, *more)

            return untouched(environ, start)

        return watched

    def _told(self, name: str, what: str | None, do: Callable[[], Any]) -> Any:
        if what is None:
            return do()
        call = Call(name, what)
        self.calls.append(call)
        self.before(call)
        done = do()
        self.after(call)
        return done

    def _place(self, path: Any, folder: int | None = None) -> str | None:
        """The path below the folder that is watched; None for every other."""
        start = os.curdir if folder is None else _behind(folder)
        whole = os.path.abspath(os.path.join(start, os.fsdecode(path)))  # noqa: PTH100, PTH118
        if whole == str(self.folder):
            return "."
        return whole.removeprefix(f"{self.folder}/") if whole.startswith(f"{self.folder}/") else None
