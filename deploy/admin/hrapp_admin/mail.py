"""A mail to whoever looks after the machine, when what the doctor finds has changed."""

from __future__ import annotations

import smtplib
import ssl
import tomllib
from email.message import EmailMessage
from typing import Any

from hrapp_backup import settings

from hrapp_admin.answers import OK, Answer
from hrapp_admin.site import Site

PATIENCE = 20


def tell(site: Site, found: list[Answer]) -> bool:
    """Answers whether it was handed over. Without [mail] host nothing is sent; the health page shows it anyway."""
    told = _settings(site)
    chosen = settings.load(site.box).appliance
    if not told.get("host") or not chosen.admin_mail:
        return False
    made = letter(chosen.host, chosen.language, found)
    made["From"], made["To"] = told.get("from") or chosen.admin_mail, chosen.admin_mail
    try:
        _send(site, told, made)
    except (OSError, smtplib.SMTPException):
        return False
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


def _settings(site: Site) -> dict[str, Any]:
    try:
        return dict(tomllib.loads(site.box.config.read_text(encoding="utf-8")).get("mail", {}))
    except (OSError, ValueError):
        return {}


def _send(site: Site, told: dict[str, Any], made: EmailMessage) -> None:
    port, secret = int(told.get("port", 587)), site.box.credentials / "mail.password"
    context = ssl.create_default_context()
    kind: Any = smtplib.SMTP_SSL if port == 465 else smtplib.SMTP
    more = {"context": context} if port == 465 else {}
    with kind(str(told["host"]), port, timeout=PATIENCE, **more) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        if told.get("user") and secret.exists():
            server.login(str(told["user"]), secret.read_text(encoding="utf-8").strip())
        server.send_message(made)
