"""The doctor on mail: whether it is held, and whether the server would take it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from hrapp_admin import mail
from hrapp_admin.answers import OK, WARN, Answer
from hrapp_admin.site import Site


def mail_held(site: Site) -> Iterator[Answer]:
    if mail.held(site):
        yield Answer("mail.held", WARN, "mail-held")


def mail_server(site: Site) -> Iterator[Answer]:
    """While mail is held nobody is even called."""
    chosen = mail.server(site)
    if chosen is None:
        yield Answer("mail", OK, "mail-nowhere")
    elif not mail.held(site):
        why = mail.trouble_of(site, chosen, time.time())
        if why is None:
            yield Answer("mail", OK, "mail-well", {"host": chosen.host, "to": chosen.to})
        else:
            yield Answer("mail", WARN, why.code, why.values)
