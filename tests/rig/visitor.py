"""Somebody with a browser elsewhere on the company's network: HTTPS by name, the box's own CA, forms as pages have them."""

from __future__ import annotations

import html
import re
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from tests.rig.machine import Machine
from tests.rig.places import RigError

HOST = "hr.example.cn"
CA = "/etc/hrapp/tls/ca.crt"
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')


class Visitor:
    def __init__(self, machine: Machine, host: str = HOST) -> None:
        self.host = host
        # Believes nothing but the CA that the box hands out, and wants the name in the certificate.
        trust = ssl.create_default_context(cadata=machine.read(CA))
        self.client = httpx.Client(base_url=f"https://{machine.ip}", verify=trust, timeout=30)

    def ask(self, method: str, url: str, **more: Any) -> httpx.Response:
        headers = {"Host": self.host, "Accept-Language": "zh", **more.pop("headers", {})}
        return self.client.request(method, url, headers=headers, extensions={"sni_hostname": self.host}, **more)

    def get(self, url: str) -> httpx.Response:
        return self.ask("GET", url)

    def submit(self, page: str, url: str | None = None, files: Any = None, **fields: Any) -> httpx.Response:
        """The form of a page, with what is hidden in it, sent to its address."""
        shown = self.get(page).text
        hidden = {_attribute(field, "name"): _attribute(field, "value") for field in FIELD.findall(shown)}
        data = {name: value for name, value in hidden.items() if name} | fields
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": f"https://{self.host}"}
        return self.ask("POST", url or page, data=data, files=files, headers=headers)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def healthy(machine: Machine, seconds: float = 60, host: str = HOST) -> float:
    """Seconds until a visitor is told that everything is ready."""
    begun = time.monotonic()
    last = ""
    while time.monotonic() - begun < seconds:
        try:
            answer = Visitor(machine, host).get("/readyz")
            if answer.status_code == 200:
                return time.monotonic() - begun
            last = f"{answer.status_code} {answer.text[:200]}"
        except (httpx.HTTPError, OSError, RigError) as error:
            last = repr(error)[:200]
        time.sleep(0.2)
    raise RigError(f"{machine.name} is not ready after {seconds:.0f} s: {last}")


class Knocking:
    """A visitor who asks twice a second, and keeps count of what was not answered."""

    def __init__(self, machine: Machine) -> None:
        self.visitor = Visitor(machine)
        self.answers: list[tuple[float, int]] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._knock, daemon=True)

    def __enter__(self) -> Knocking:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(35)

    def _knock(self) -> None:
        while not self._end.is_set():
            begun = time.monotonic()
            try:
                status = self.visitor.get("/sign-in").status_code
            except (httpx.HTTPError, OSError):
                status = 0
            self.answers.append((begun, status))
            self._end.wait(max(0.0, 0.5 - (time.monotonic() - begun)))

    @property
    def failed(self) -> list[tuple[float, int]]:
        return [each for each in self.answers if each[1] != 200]

    @property
    def away(self) -> float:
        """Seconds from the first answer that failed to the first good one after the last that did."""
        bad = self.failed
        if not bad:
            return 0.0
        after = [at for at, status in self.answers if at > bad[-1][0] and status == 200]
        return (after[0] if after else time.monotonic()) - bad[0][0]


def folder_of(source: Path) -> list[Path]:
    return sorted(path for path in source.iterdir() if path.is_file())
