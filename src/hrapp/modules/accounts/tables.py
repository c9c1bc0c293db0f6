"""Accounts, sessions, one-time codes and the throttle of sign-in attempts."""

from __future__ import annotations

from typing import Any

from piccolo.columns import Bytea, ForeignKey, Integer, LazyTableReference, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class Account(Table, tablename="accounts_account", db=DB):
    """Who may sign in. `login` is lower case; a password exists only after it was set by its owner."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=True, unique=True, on_delete=OnDelete.restrict)
    login = Varchar(length=100, default=None, null=False, unique=True)
    password_hash = Varchar(length=200, default=None, null=True)
    state = Varchar(length=10, default="active", null=False)
    language = Varchar(length=5, default="zh", null=False)
    created_at = Timestamptz(default=None, null=False)

    accounts_account_state = Check("state in ('active', 'disabled')")


class Session(Table, tablename="accounts_session", db=DB):
    """A signed-in browser. Only the hash of its token is kept."""

    token_hash = Bytea(primary_key=True, default=None, null=False)
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    csrf_secret = Bytea(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    seen_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    agent = Varchar(length=200, default="", null=False)


class Code(Table, tablename="accounts_code", db=DB):
    """A one-time code that lets a person set the first or a new password."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    code_hash = Bytea(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)


class Attempt(Table, tablename="accounts_attempt", db=DB):
    """Failed sign-ins per login and per address; slows down, never locks out."""

    key = Varchar(length=150, primary_key=True, default=None, null=False)
    failures = Integer(default=0, null=False)
    last_at = Timestamptz(default=None, null=False)
    blocked_until = Timestamptz(default=None, null=True)
