"""Firefox and WebKitGTK driven by the standard's own protocol (WebDriver), without a library for it."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Protocol

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
WAIT_S = 60.0
MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


class Engine(Protocol):
    """One browser with one window."""

    def go(self, address: str) -> None: ...

    def run(self, script: str, *arguments: Any) -> Any:
        """What the function body `script` returns; a promise is awaited."""

    def hold_cookie(self, name: str, value: str) -> None: ...

    def choose_file(self, selector: str, file: Path) -> None: ...

    def end(self) -> None: ...


class Firefox:
    """Gecko, through the Marionette socket that every Firefox carries."""

    def __init__(self, folder: Path) -> None:
        self._port = _free_port()
        profile = folder / "firefox"
        profile.mkdir()
        (profile / "user.js").write_text(
            f'user_pref("marionette.port", {self._port});\n'
            'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
            'user_pref("app.update.enabled", false);\n'
            'user_pref("network.captive-portal-service.enabled", false);\n'
            'user_pref("network.connectivity-service.enabled", false);\n'
            'user_pref("browser.safebrowsing.malware.enabled", false);\n'
            'user_pref("services.settings.server", "data:,");\n'
        )
        self._numbers = count(1)
        program = _program("firefox-esr", "firefox")
        self._process = _start(
            [program, "--marionette", "--headless", "--no-remote", "--profile", str(profile)],
            HOME=str(folder),
        )
        self._socket = _connect(self._port, self._process)
        self._heard = self._socket.makefile("rb")
        self._hear()
        self._do("WebDriver:NewSession", capabilities={})

    def go(self, address: str) -> None:
        self._do("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        return self._do("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]

    def hold_cookie(self, name: str, value: str) -> None:
        cookie = {"name": name, "value": value, "path": "/", "httpOnly": True, "sameSite": "Lax"}
        self._do("WebDriver:AddCookie", cookie=cookie)

    def choose_file(self, selector: str, file: Path) -> None:
        found = self._do("WebDriver:FindElement", using="css selector", value=selector)["value"]
        self._do("WebDriver:ElementSendKeys", id=found[ELEMENT], text=str(file))

    def end(self) -> None:
        self._socket.close()
        _stop(self._process)

    def _do(self, name: str, **parameters: Any) -> Any:
        said = json.dumps([0, next(self._numbers), name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(said), said))
        _, _, fault, value = self._hear()
        assert fault is None, f"{name}: {fault}"
        return value

    def _hear(self) -> Any:
        length = b""
        while (letter := self._heard.read(1)) != b":":
            assert letter, "the browser has gone"
            length += letter
        return json.loads(self._heard.read(int(length)))


class WebKit:
    """WebKitGTK's MiniBrowser, through its own WebDriver, on a screen that nobody sees."""

    def __init__(self, folder: Path) -> None:
        browser = next(Path("/").glob(MINI_BROWSERS.removeprefix("/")), None)
        assert browser is not None, f"no {MINI_BROWSERS}: on Debian, apt-get install webkit2gtk-driver"
        self._screen, display = _virtual_screen()
        self._port = _free_port()
        # Its own cage cannot be built inside a container; the only pages here are ours.
        cage = "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"
        self._driver = _start(
            [_program("WebKitWebDriver"), f"--port={self._port}"],
            HOME=str(folder),
            DISPLAY=display,
            LIBGL_ALWAYS_SOFTWARE="1",
            **{cage: "1"},
        )
        _connect(self._port, self._driver).close()
        options = {"binary": str(browser), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = ""
        self._session = "/" + self._do("POST", "/session", wanted)["sessionId"]

    def go(self, address: str) -> None:
        self._do("POST", "/url", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        return self._do("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def hold_cookie(self, name: str, value: str) -> None:
        cookie = {"name": name, "value": value, "path": "/", "httpOnly": True, "sameSite": "Lax"}
        self._do("POST", "/cookie", {"cookie": cookie})

    def choose_file(self, selector: str, file: Path) -> None:
        found = self._do("POST", "/element", {"using": "css selector", "value": selector})
        self._do("POST", f"/element/{found[ELEMENT]}/value", {"text": str(file)})

    def end(self) -> None:
        try:
            self._do("DELETE", "")
        finally:
            _stop(self._driver)
            _stop(self._screen)

    def _do(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        place = path if not self._session else f"/session{self._session}{path}"
        request = urllib.request.Request(  # noqa: S310
            f"http://127.0.0.1:{self._port}{place}",
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=WAIT_S) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()}") from error


ENGINES: dict[str, Callable[[Path], Engine]] = {"webkit": WebKit, "firefox": Firefox}


def _program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found is not None, f"not installed: {' or '.join(names)}; see .ci/install-browser engines"
    return found


def _start(command: list[str], **environ: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env={**os.environ, **environ}, stdout=quiet, stderr=quiet)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _connect(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        assert process.poll() is None, "the browser ended by itself"
        try:
            return socket.create_connection(("127.0.0.1", port), WAIT_S)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the browser does not listen")


def _virtual_screen() -> tuple[subprocess.Popen[bytes], str]:
    """An X server that picks its own free number and says it."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [_program("Xvfb"), "-displayfd", str(writing), "-screen", "0", "800x1000x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        return process, f":{said.readline().strip()}"
