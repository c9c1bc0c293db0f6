"""A mail to whoever looks after the machine, when what the doctor finds is not what was mailed last.

At once when something is newly wrong, otherwise at most once a day. After a restore nothing leaves until somebody says
so (`hrapp-admin restore release-mail`): a copy of a machine must not speak in its name.
"""

from __future__ import annotations

import email.utils
import hashlib
import smtplib
import socket
import ssl
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from hrapp_backup import settings
from hrapp_backup.files import read_json, write_json
from hrapp_backup.trouble import Trouble

from hrapp_admin.answers import BAD, OK, Answer
from hrapp_admin.site import Site

PATIENCE = 10  # seconds for a server that says nothing
DAY, HOUR = 86400, 3600
TLS_AT_ONCE = 465
KEYS: dict[str, type] = {"host": str, "port": int, "from": str, "user": str}


class NotTaken(Exception):
    """Why no mail leaves, as a finding of the doctor."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    sender: str
    to: str
    user: str
    password: Path

    @property
    def mark(self) -> str:
        """Another one as soon as anything about it was changed."""
        changed = self.password.stat().st_mtime_ns if self.password.exists() else 0
        told = f"{self.host} {self.port} {self.sender} {self.to} {self.user} {changed}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def held(site: Site) -> bool:
    return (site.box.state / "mail-held.json").exists()


def server(site: Site) -> Server | None:
    """As [mail] says; None where it names no host, or nobody is to be told. Trouble where it says what cannot be."""
    path = site.box.config
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("mail", {}) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise Trouble("config", path=path, detail=error) from None
    for key, value in told.items():
        if key not in KEYS:
            raise Trouble("config-key", path=path, table="mail", key=key, nearest=settings.nearest(key, KEYS))
        if type(value) is not KEYS[key] or (isinstance(value, int) and not 0 < value < 65536):
            raise Trouble("config-value", path=path, table="mail", key=key, value=value)
    to = settings.load(site.box).appliance.admin_mail
    if not told.get("host") or not to:
        return None
    password = site.box.credentials / "mail.password"
    return Server(told["host"], told.get("port", 587), told.get("from") or to, to, told.get("user", ""), password)


# -- what is told, and when ----------------------------------------------------------------------------------


def keep_told(site: Site, found: list[Answer], now: float) -> bool:
    """Answers whether a mail left. What could not be sent is still to be told: it goes when the server takes it."""
    memory = _memory(site)
    before = {tuple(pair) for pair in memory.get("told", [])}
    news = {
        (answer.name, answer.level) for answer in found if answer.level != OK and not answer.name.startswith("mail")
    }
    worse = any(level == BAD for _, level in news - before)
    if held(site) or news == before or not (worse or now - memory.get("at", 0) >= DAY):
        return False
    try:
        chosen = server(site)
        if chosen is None or trouble_of(site, chosen, now):
            return False
        _send(chosen, _addressed(site, chosen, found, now))
    except NotTaken as why:
        _tried(site, chosen, now, why)
        return False
    except Trouble:  # the settings; the doctor says it
        return False
    write_json(_file(site), {**_memory(site), "told": sorted(news), "at": int(now)})
    return True


def letter(host: str, language: str, found: list[Answer]) -> EmailMessage:
    """What is not well, each with what to do; or that all is well again. Nobody's data is in it."""
    zh = language.startswith("zh")
    wrong = [answer for answer in found if answer.level != OK]
    made = EmailMessage()
    if wrong:
        made["Subject"] = f"hrapp {host}: " + (f"{len(wrong)} 项需要处理" if zh else f"{len(wrong)} things to look at")
        made.set_content("\n".join(f"- {answer.said(language)}" for answer in wrong) + "\n")
    else:
        made["Subject"] = f"hrapp {host}: " + ("一切正常" if zh else "all is well")
        made.set_content(("所有检查项均已恢复正常。" if zh else "Everything that was looked at is well again.") + "\n")
    return made


def _addressed(site: Site, chosen: Server, found: list[Answer], now: float) -> EmailMessage:
    about = settings.load(site.box).appliance
    made = letter(about.host, about.language, found)
    made["From"], made["To"] = chosen.sender, chosen.to
    made["Date"] = email.utils.formatdate(now)
    made["Message-ID"] = email.utils.make_msgid(domain="hrapp.invalid")
    return made


# -- the server ----------------------------------------------------------------------------------------------


def trouble_of(site: Site, chosen: Server, now: float) -> NotTaken | None:
    """Whether it would take a mail, tried without sending one. Remembered for an hour: a wrong password every ten
    minutes locks the account. Changed settings are tried at once, and so is whatever somebody asks for by hand."""
    memory = _memory(site)
    if memory.get("server") != chosen.mark or not 0 <= now - memory.get("tried", 0) < HOUR:
        try:
            with _opened(chosen) as there:
                _taken(there.mail(chosen.sender), chosen.sender)
                _taken(there.rcpt(chosen.to), chosen.to)
                there.rset()
            why = None
        except NotTaken as trouble:
            why = trouble
        _tried(site, chosen, now, why)
        return why
    told = memory.get("trouble")
    return NotTaken(told["code"], **told["values"]) if told else None


def forget(site: Site) -> None:
    """Somebody looks by hand: the server is tried anew."""
    memory = _memory(site)
    if memory.pop("tried", None) is not None:
        write_json(_file(site), memory)


def _file(site: Site) -> Path:
    return site.box.state / "mail.json"


def _memory(site: Site) -> dict[str, Any]:
    return read_json(_file(site))


def _tried(site: Site, chosen: Server | None, now: float, why: NotTaken | None) -> None:
    trouble = {"code": why.code, "values": why.values} if why else None
    tried = {"server": chosen.mark if chosen else "", "tried": int(now), "trouble": trouble}
    write_json(_file(site), {**_memory(site), **tried})


def _send(chosen: Server, made: EmailMessage) -> None:
    with _opened(chosen) as there:
        there.send_message(made)


@contextmanager
def _opened(chosen: Server) -> Iterator[smtplib.SMTP]:
    """A server that knows who we are. Everything that can go wrong with it becomes a finding."""
    place = {"host": chosen.host, "port": chosen.port}
    try:
        with _reached(chosen) as there:
            there.ehlo()
            if chosen.port != TLS_AT_ONCE and there.has_extn("starttls"):
                there.starttls(context=ssl.create_default_context())
                there.ehlo()
            _signed_in(chosen, there)
            yield there
    except ssl.SSLCertVerificationError as error:
        raise NotTaken("mail-certificate", **place, detail=error.verify_message) from None
    except ssl.SSLError as error:
        raise NotTaken("mail-tls", **place, detail=error.reason or str(error)) from None
    except socket.gaierror:
        raise NotTaken("mail-unknown", **place) from None
    except OSError as error:
        raise _of(error, place) from None


def _of(error: OSError, place: dict[str, Any]) -> NotTaken:
    """smtplib's own errors are OSErrors, too."""
    if isinstance(error, ConnectionRefusedError):
        return NotTaken("mail-refused", **place)
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return NotTaken("mail-silent", **place)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotTaken("mail-login", **place, detail=_said(error.smtp_error))
    if isinstance(error, smtplib.SMTPSenderRefused):
        return NotTaken("mail-rejects", address=error.sender, detail=_said(error.smtp_error))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        address, (_, said) = next(iter(error.recipients.items()))
        return NotTaken("mail-rejects", address=address, detail=_said(said))
    return NotTaken("mail-unreached", **place, detail=str(error)[:200] or type(error).__name__)


def _reached(chosen: Server) -> smtplib.SMTP:
    if chosen.port == TLS_AT_ONCE:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(chosen.host, chosen.port, timeout=PATIENCE, context=context)
    return smtplib.SMTP(chosen.host, chosen.port, timeout=PATIENCE)


def _signed_in(chosen: Server, there: smtplib.SMTP) -> None:
    if not chosen.user:
        return
    if not isinstance(there.sock, ssl.SSLSocket):
        raise NotTaken("mail-open", host=chosen.host, port=chosen.port)
    if not chosen.password.exists():
        raise NotTaken("mail-password", user=chosen.user, path=str(chosen.password))
    there.login(chosen.user, chosen.password.read_text(encoding="utf-8").strip())


def _taken(answer: tuple[int, bytes], address: str) -> None:
    code, said = answer
    if code >= 400:
        raise NotTaken("mail-rejects", address=address, detail=_said(said))


def _said(text: bytes | str) -> str:
    return (text.decode(errors="replace") if isinstance(text, bytes) else text)[:200]
