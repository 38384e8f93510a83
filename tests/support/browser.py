"""A page in headless Chromium, where there is one; spoken to through a pipe, never a socket."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
    "--host-resolver-rules='MAP * ~NOTFOUND'",  # what the browser asks by itself finds nobody
)
PATIENCE = 30.0


class Page:
    """A page that is shown, and what the browser has said about it.

    Attributes:
        complaints: what stood on the console, and what was not caught.
        requests: every address asked for, the page's own file aside.
    """

    def __init__(self, reads: int, writes: int) -> None:
        self._reads, self._writes = reads, writes
        self._held = b""
        self._number = 0
        self._session: str | None = None
        self._events: list[dict[str, Any]] = []
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def open(self, path: Path, after: str = "", width: int = 1280, height: int = 900) -> None:
        """Show a file; `after` is what follows its name in the address."""
        if self._session is None:
            target = self.call("Target.createTarget", url="about:blank")["targetId"]
            attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
            self._session = attached["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        for url in ("about:blank", path.as_uri() + after):  # else the same page stays as it is
            self._events.clear()
            self.call("Page.navigate", url=url)
            self._until(lambda event: event["method"] == "Page.loadEventFired")

    def ask(self, expression: str) -> Any:
        """Return what an expression of JavaScript comes to."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        known = {"key": key, "modifiers": 8 if shift else 0, "code": key}
        codes = {"Enter": 13, "Tab": 9, "Escape": 27}
        if key in codes:
            known["windowsVirtualKeyCode"] = codes[key]
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **known)
        self.call("Input.dispatchKeyEvent", type="keyUp", **known)

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        self.call("Input.insertText", text=text)

    def mouse(self, kind: str, x: float, y: float, **values: object) -> None:
        """Move the mouse (`mouseMoved`), press its button or let it go."""
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **values)

    def click(self, x: float, y: float) -> None:
        """Click somewhere."""
        self.mouse("mouseMoved", x, y)
        self.mouse("mousePressed", x, y, button="left", clickCount=1)
        self.mouse("mouseReleased", x, y, button="left", clickCount=1)

    def pdf(self) -> bytes:
        """Return the page as it would be printed."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"])

    def picture(self) -> bytes:
        """Return what is seen, as a PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def call(self, method: str, **values: object) -> dict[str, Any]:
        """Ask the browser for something and return its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if self._session is not None and not method.startswith("Browser."):
            message["sessionId"] = self._session
        os.write(self._writes, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer)
                found: dict[str, Any] = answer["result"]
                return found

    def element(self, name: str, then: str = "") -> Any:
        """Return something of the element with an id, or do something with it."""
        return self.ask(f"document.getElementById({name!r}){then}")

    def _until(self, is_it: Any) -> None:
        while not any(map(is_it, self._events)):
            self._next()

    def _next(self) -> dict[str, Any]:
        """Return the next message, and keep what it tells."""
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._held:
            ready, _, _ = select.select([self._reads], [], [], deadline - time.monotonic())
            assert ready, "the browser said nothing"
            read = os.read(self._reads, 1 << 20)
            assert read, "the browser ended"
            self._held += read
        text, _, self._held = self._held.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        if "method" in message:
            self._events.append(message)
            self._hear(message["method"], message["params"])
        return message

    def _hear(self, method: str, told: dict[str, Any]) -> None:
        if method in {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}:
            self.complaints.append(json.dumps(told))
        elif method == "Network.requestWillBeSent":
            url = told["request"]["url"]
            if told["type"] != "Document":
                self.requests.append(url)


def asked_by_pages(folder: Path) -> list[str]:
    """Return every address that pages asked for, by the log of a browser that has ended."""
    log = json.loads((folder / "net.json").read_text("utf-8"))
    told = [one["params"] for one in log["events"] if "url" in one.get("params", {})]
    its_own = "not an origin"
    return [str(one["url"]) for one in told if one.get("initiator", its_own) != its_own]


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """Start a browser with a folder of its own, and end it."""
    assert CHROMIUM is not None
    their_reads, writes = os.pipe()
    reads, their_writes = os.pipe()
    flags = " ".join((*FLAGS, f"--user-data-dir='{folder}'", f"--log-net-log='{folder}/net.json'"))
    script = f"exec {CHROMIUM} {flags} about:blank 3<&{their_reads} 4>&{their_writes}"
    process = subprocess.Popen(
        ["bash", "-c", script],
        pass_fds=(their_reads, their_writes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    )
    for end in (their_reads, their_writes):
        os.close(end)
    page = Page(reads, writes)
    try:
        yield page
        page.call("Browser.close")
    finally:
        for end in (reads, writes):
            os.close(end)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
