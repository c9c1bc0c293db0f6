"""Who acts, told to the database so that nobody else can tell it.

Row policies and the functions that count votes go by who acts. A setting alone can be made by whoever may send
statements, so it bears a proof made with a key outside: over the account, the person, the connection and the minute. The
database checks it with a key of its own that none of the application's roles reads.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping

from hrapp.kernel.database import DB
from hrapp.kernel.ids import is_id
from hrapp.kernel.keyring import SECRETS, KeyMissing, class_key

_BLOCK = 64  # of SHA-256, for HMAC


def _key() -> bytes:
    key = class_key(SECRETS)
    return hmac.new(key.versions[min(key.versions)], b"actor", hashlib.sha256).digest()


def settings(account: str | None, person: str | None, connection: int, at: int | None = None) -> Mapping[str, str]:
    """What a transaction on this connection carries; nothing where nobody in particular acts."""
    named = {"app.account": account, "app.person": person}
    known = {key: value if value and is_id(value) else "" for key, value in named.items()}
    if not any(known.values()):
        return {}
    moment = str(int(time.time()) if at is None else at)
    told = "|".join((*known.values(), str(connection), moment))
    return {**known, "app.at": moment, "app.proof": hmac.new(_key(), told.encode(), hashlib.sha256).hexdigest()}


async def keep_key() -> None:
    """What the database checks with, as the owner of the tables; written at every migration, since a key folder may be
    another one after a restore."""
    try:
        key = _key().ljust(_BLOCK, b"\0")
    except KeyMissing:
        return  # nobody is believed until there is one
    await DB.fetch(
        "insert into kernel_proof (one, pad_in, pad_out) values (true, $1, $2)"
        " on conflict (one) do update set pad_in = excluded.pad_in, pad_out = excluded.pad_out",
        bytes(each ^ 0x36 for each in key),
        bytes(each ^ 0x5C for each in key),
    )
