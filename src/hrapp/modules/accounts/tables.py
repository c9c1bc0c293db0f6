"""Accounts, browsers and sessions, second factors, one-time codes, and the throttle of attempts."""

from __future__ import annotations

from typing import Any

from piccolo.columns import JSONB, BigInt, Bytea, ForeignKey, Integer, LazyTableReference, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class Account(Table, tablename="accounts_account", db=DB):
    """Who may sign in. `login` is lower case; a password exists only after it was set by its owner."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=True, unique=True, on_delete=OnDelete.restrict)
    login = Varchar(length=100, default=None, null=False, unique=True)
    password_hash = Varchar(length=200, default=None, null=True)
    password_version = Integer(default=0, null=False, help_text="a code made for an older password no longer works")
    password_at = Timestamptz(default=None, null=True)
    password_mark = Bytea(default=None, null=True, help_text="that the password was set by hrapp, for this account")
    state = Varchar(length=10, default="active", null=False)
    language = Varchar(length=5, default="zh", null=False)
    created_at = Timestamptz(default=None, null=False)

    accounts_account_state = Check("state in ('active', 'disabled')")


classify(
    Account,
    system="id person password_hash password_version password_at password_mark state created_at",
    personal="login language",
    stays="login language",
    purpose=mark("To sign in and to read pages in one's language"),
)


class Device(Table, tablename="accounts_device", db=DB):
    """A browser in which the owner of an account has signed in completely. Its cookie holds a secret that changes
    with every use; `spent` holds the hashes of those that were used up, so that a stolen one gives itself away."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    secret_hash = Bytea(default=None, null=False)
    spent = Bytea(default=b"", null=False)
    agent = Varchar(length=200, default="", null=False)
    created_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=False)
    factor_until = Timestamptz(default=None, null=True, help_text="no second factor is asked for until then")


classify(
    Device,
    system="id account secret_hash spent created_at used_at factor_until",
    personal="agent",
    purpose=mark("To recognise a browser one signed in from before"),
)


class Session(Table, tablename="accounts_session", db=DB):
    """A signed-in browser. Only the hash of its token is kept; the one before works a few seconds longer, for
    what was on its way when it changed."""

    token_hash = Bytea(primary_key=True, default=None, null=False)
    handle = Varchar(length=26, default=new_id, null=False, unique=True, help_text="what pages and events call it")
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    device: ForeignKey[Any] = ForeignKey(Device, null=True, index=True, on_delete=OnDelete.cascade)
    mark = Bytea(default=None, null=False, help_text="that hrapp opened it, for this account and person")
    previous_hash = Bytea(default=None, null=True, index=True)
    previous_mark = Bytea(default=None, null=True)
    rotated_at = Timestamptz(default=None, null=True)
    csrf_secret = Bytea(default=None, null=False)
    strength = Varchar(length=10, default="single", null=False)
    created_at = Timestamptz(default=None, null=False)
    seen_at = Timestamptz(default=None, null=False)
    proven_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=False)
    agent = Varchar(length=200, default="", null=False)
    address = Varchar(length=60, default="", null=False)

    # password: the second factor is still to come; single: there is none; device: it was remembered here.
    accounts_session_strength = Check("strength in ('password', 'single', 'factor', 'device', 'door')")


classify(
    Session,
    system="token_hash handle account device mark previous_hash previous_mark rotated_at csrf_secret strength created_at"
    " seen_at proven_at expires_at",
    personal="agent address",
    purpose=mark("To show everybody where they are signed in"),
)


class Factor(Table, tablename="accounts_factor", db=DB):
    """A second factor. The seed is sealed; `last_step` is the last code that was used, none is taken twice."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    kind = Varchar(length=10, default="totp", null=False)
    seed = Bytea(default=None, null=False)
    last_step = BigInt(default=0, null=False)
    created_at = Timestamptz(default=None, null=False)
    confirmed_at = Timestamptz(default=None, null=True)

    accounts_factor_kind = Check("kind in ('totp')")
    accounts_factor_once = Unique([account, kind])


classify(
    Factor,
    system="id account kind seed last_step created_at confirmed_at",
)


class Recovery(Table, tablename="accounts_recovery", db=DB):
    """A code for the day the telephone is lost. Hashed; each works once."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    code_hash = Bytea(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)


classify(
    Recovery,
    system="id account code_hash used_at",
)


class Code(Table, tablename="accounts_code", db=DB):
    """A one-time code that lets a person set the first or a new password: on a slip from HR, or in a mail."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    code_hash = Bytea(default=None, null=False, index=True)
    kind = Varchar(length=10, default="slip", null=False)
    password_version = Integer(default=0, null=False, help_text="of the account when the code was made")
    expires_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)

    accounts_code_kind = Check("kind in ('slip', 'mail')")


classify(
    Code,
    system="id account code_hash kind password_version expires_at used_at",
)


class Notice(Table, tablename="accounts_notice", db=DB):
    """What the owner of an account should know: a new browser, a changed factor, somebody guessing."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account = ForeignKey(Account, null=False, index=True, on_delete=OnDelete.cascade)
    kind = Varchar(length=20, default=None, null=False)
    details = JSONB(default="{}", null=False)
    at = Timestamptz(default=None, null=False)
    read_at = Timestamptz(default=None, null=True)


classify(
    Notice,
    system="id account kind at read_at",
    personal="details",
    purpose=mark("To tell the owner of an account what happened to it"),
)


class Attempt(Table, tablename="accounts_attempt", db=DB):
    """Failed attempts per account, browser, address: they slow down and never lock out."""

    key = Varchar(length=150, primary_key=True, default=None, null=False)
    failures = Integer(default=0, null=False)
    since = Timestamptz(default=None, null=True)
    last_at = Timestamptz(default=None, null=False)
    blocked_until = Timestamptz(default=None, null=True)


classify(
    Attempt,
    system="key failures since last_at blocked_until",
)
