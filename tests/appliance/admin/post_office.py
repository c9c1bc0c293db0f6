"""A mail server on the loopback: it takes letters, or refuses as it was told to."""

from __future__ import annotations

import base64
import email
import email.policy
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path


@dataclass
class Office:
    """`certificate` (a file with key and chain): offers STARTTLS. `users`: asks who one is."""

    certificate: Path | None = None
    users: dict[str, str] = field(default_factory=dict)
    refuses: str = ""  # an address
    letters: list[EmailMessage] = field(default_factory=list)
    calls: int = 0
    logins: int = 0
    port: int = 0

    @property
    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in self.letters]


@contextmanager
def opened(office: Office, port: int = 0) -> Iterator[Office]:
    class Counter(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            office.calls += 1
            Visit(office, self).serve()

    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Counter) as server:
        server.daemon_threads = True
        office.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield office
        finally:
            server.shutdown()


class Visit:
    def __init__(self, office: Office, handler: socketserver.StreamRequestHandler) -> None:
        self.office, self.socket = office, handler.connection
        self.file = self.socket.makefile("rwb")

    def say(self, *lines: str) -> None:
        self.file.write("".join(f"{line}\r\n" for line in lines).encode())
        self.file.flush()

    def serve(self) -> None:
        self.say("220 office")
        while line := self.file.readline():
            word, _, rest = line.decode().strip().partition(" ")
            answer = getattr(self, f"on_{word.lower()}", None)
            if answer is None:
                self.say("250 fine")
            elif answer(rest) is False:
                return

    def on_ehlo(self, _: str) -> None:
        more = ["office"]
        if self.office.certificate and not isinstance(self.socket, ssl.SSLSocket):
            more.append("STARTTLS")
        if self.office.users:
            more.append("AUTH PLAIN")
        self.say(*(f"250-{word}" for word in more[:-1]), f"250 {more[-1]}")

    def on_starttls(self, _: str) -> bool | None:
        self.say("220 go on")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.office.certificate is not None
        context.load_cert_chain(self.office.certificate)
        try:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        except OSError:  # the visitor does not believe us
            return False
        self.file = self.socket.makefile("rwb")
        return None

    def on_auth(self, said: str) -> None:
        _, user, password = base64.b64decode(said.split(" ")[1]).decode().split("\0")
        self.office.logins += 1
        good = self.office.users.get(user) == password
        self.say("235 welcome" if good else "535 wrong password")

    def on_rcpt(self, said: str) -> None:
        self.say("550 nobody of that name" if self.office.refuses and self.office.refuses in said else "250 fine")

    def on_data(self, _: str) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.file.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        made = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(made, EmailMessage)
        self.office.letters.append(made)
        self.say("250 taken")

    def on_quit(self, _: str) -> bool:
        self.say("221 bye")
        return False


def certificate(folder: Path, name: str = "localhost") -> Path:
    """Key and certificate in one file, signed by itself: who believes it, believes the file."""
    made = folder / f"{name}.pem"
    key = folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    made.write_text(made.read_text() + key.read_text())
    return made
