"""A headless Chromium over its driver's HTTP interface (W3C WebDriver): no library needed."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_START_S = 20.0


def missing() -> str | None:
    """Why there is no browser here; None: there is one."""
    absent = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(absent)} not installed (Debian: chromium, chromium-driver)" if absent else None


class Browser:
    """One browser with a profile of its own, which loads nothing by itself. A context manager."""

    def __init__(self, profile: Path, width: int = 1400, height: int = 900) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        silent = subprocess.DEVNULL
        self._driver = subprocess.Popen(["chromedriver", f"--port={self._port}"], stdout=silent, stderr=silent)
        try:
            self._wait()
            switches = ["headless", "no-sandbox", "disable-gpu", "disable-background-networking"]
            arguments = [
                *(f"--{one}" for one in switches),
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
            ]
            wanted = {
                "goog:chromeOptions": {"args": arguments},
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            }
            session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        except BaseException:
            self._stop()
            raise
        self._session = f"/session/{session['sessionId']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._call("DELETE", self._session)
        finally:
            self._stop()

    def open(self, page: Path) -> None:
        """Open a file and wait until its map is drawn."""
        self._call("POST", f"{self._session}/url", {"url": page.absolute().as_uri()})
        until = time.monotonic() + _START_S
        drawn = "return document.documentElement.dataset.drawnMs && performance.getEntriesByType('paint').length"
        while not self.run(drawn):
            assert time.monotonic() < until, "the map was not drawn"
            time.sleep(0.05)

    def go(self, address: str) -> None:
        """Open an address."""
        self._call("POST", f"{self._session}/url", {"url": address})

    def resize(self, width: int, height: int) -> None:
        """Make the window that large."""
        self._call("POST", f"{self._session}/window/rect", {"width": width, "height": height})

    def frames(self) -> str:
        """What came over web sockets since last asked, what can be read of it."""
        entries = self._call("POST", f"{self._session}/se/log", {"type": "performance"})
        events = [json.loads(entry["message"])["message"] for entry in entries]
        came = [one["params"]["response"] for one in events if one["method"] == "Network.webSocketFrameReceived"]
        binary = 2
        return "".join(
            base64.b64decode(frame["payloadData"]).decode(errors="replace")
            if frame["opcode"] == binary
            else frame["payloadData"]
            for frame in came
        )

    def press(self, keys: str) -> None:
        """Press keys, wherever the cursor is."""
        moves = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._call("POST", f"{self._session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": moves}]})

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page; gives what it returns."""
        return self._call("POST", f"{self._session}/execute/sync", {"script": script, "args": list(arguments)})

    def close_tab(self) -> None:
        """Close the tab and go on in an empty one: a browser without any would end."""
        other = self._call("POST", f"{self._session}/window/new", {"type": "tab"})["handle"]
        self._call("DELETE", f"{self._session}/window")
        self._call("POST", f"{self._session}/window", {"handle": other})

    def click(self, x: float, y: float) -> None:
        """Click at a point of the window, as a mouse does."""
        moves = [{"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}]
        moves += [
            {"type": "pointerDown", "button": 0},
            {"type": "pause", "duration": 50},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": moves, "parameters": {"pointerType": "mouse"}}
        self._call("POST", f"{self._session}/actions", {"actions": [mouse]})

    def type(self, selector: str, text: str) -> None:
        """Type into a field."""
        found = self._call("POST", f"{self._session}/element", {"using": "css selector", "value": selector})
        (element,) = found.values()
        self._call("POST", f"{self._session}/element/{element}/value", {"text": text})

    def messages(self) -> list[str]:
        """What the page wrote to the console since last asked: errors, and what its policy refused."""
        return [entry["message"] for entry in self._call("POST", f"{self._session}/se/log", {"type": "browser"})]

    def requests(self) -> list[str]:
        """The addresses that were asked for since last asked."""
        entries = self._call("POST", f"{self._session}/se/log", {"type": "performance"})
        events = [json.loads(entry["message"])["message"] for entry in entries]
        return [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]

    def screenshot(self, path: Path) -> None:
        """Save what is seen as PNG."""
        path.write_bytes(base64.b64decode(self._call("GET", f"{self._session}/screenshot")))

    def _wait(self) -> None:
        until = time.monotonic() + _START_S
        while True:
            try:
                self._call("GET", "/status")
            except OSError:
                assert time.monotonic() < until, "chromedriver did not start"
                time.sleep(0.05)
            else:
                return

    def _stop(self) -> None:
        self._driver.terminate()
        self._driver.wait()

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        address = f"http://127.0.0.1:{self._port}{path}"
        request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(json.load(error)["value"]["message"]) from None
