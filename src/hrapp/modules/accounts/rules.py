"""How long sessions live, how attempts are slowed down, what a place and a browser are called. Pure."""

from __future__ import annotations

import hmac
import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

# Accounts with these roles always need a second factor; others when they reach protected data of somebody else.
GUARDED_ROLES = frozenset({"hr", "general_manager", "it", "auditor", "compensation", "hrbp"})
FOLLOWING_ROLES = frozenset({"employee", "manager"})  # nobody gives them: they follow from who one is


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session may lie idle, and how long it lasts at most."""

    idle: timedelta
    whole: timedelta


GUARDED = Limits(timedelta(minutes=30), timedelta(hours=12))
USUAL = Limits(timedelta(hours=12), timedelta(days=7))
LONGEST = USUAL.whole
HALF = Limits(timedelta(minutes=15), timedelta(minutes=15))  # between the password and the factor
SEEN_EVERY = timedelta(minutes=1)  # a session's last use is written down that often
GRACE = timedelta(seconds=10)  # for requests that were on their way when a token changed
REMEMBERED = timedelta(days=30)
KNOWN = timedelta(days=180)

SLIP_LIFE, MAIL_LIFE = timedelta(days=14), timedelta(minutes=30)
RESET_LIFE = timedelta(days=1)  # of a code that two made for somebody with a role
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_CODES = 10


def limits(guarded: bool, strength: str) -> Limits:
    if strength == "password":
        return HALF
    return GUARDED if guarded and strength != "door" else USUAL


# -- attempts ---------------------------------------------------------------------------------------------

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Throttle:
    """`free` failures within `window`; then each next one waits longer (`growing`), or until the window is over."""

    free: int
    window: timedelta
    growing: bool = False


OF_ACCOUNT = Throttle(FREE_FAILURES, timedelta(minutes=30), growing=True)
OF_ADDRESS = Throttle(20, timedelta(minutes=10))
OF_FACTOR = Throttle(5, timedelta(minutes=15))
OF_CODE = Throttle(10, timedelta(hours=1))
OF_MAIL = Throttle(3, timedelta(hours=1))


def wait_after(failures: int) -> timedelta:
    """How long the next attempt must wait: nothing at first, then 1, 2, 4 … 60 seconds. Never for ever."""
    if failures < FREE_FAILURES:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_WAIT)


def is_told(failures: int) -> bool:
    """A row of failures is told once at 5, 10, 20, 40 …, so that guessing does not fill the trail."""
    return failures % FREE_FAILURES == 0 and (failures // FREE_FAILURES).bit_count() == 1


def place(address: str) -> str:
    """The network an address counts for: itself, or the /64 that a subscriber has whole."""
    try:
        found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return address[:45]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


# -- signing in by what ---------------------------------------------------------------------------------------


def as_login(typed: str) -> str:
    return typed.strip().lower()[:100]


def as_phone(typed: str) -> str:
    """Digits alone, without the country; "" when this is no telephone number."""
    digits = re.sub(r"[\s\-()（）+]", "", typed)
    if not digits.isascii() or not digits.isdigit():
        return ""
    digits = re.sub(r"^(0086|86)(?=1\d{10}$)", "", digits)
    return digits if 7 <= len(digits) <= 15 else ""


# -- what people read -------------------------------------------------------------------------------------------

_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Lark", "飞书"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(agent: str) -> str:
    """Chrome · Windows: as much of the agent as tells one's browsers apart; "" when it says nothing."""
    parts = [next((word for sign, word in known if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return " · ".join(part for part in parts if part)


# -- codes that change every half minute (RFC 6238) ---------------------------------------------------------------

STEP = 30


def fitting_step(seed: str, code: str, now: datetime, last_step: int) -> int | None:
    """The step that this code is of: the present one, or one before or after it; never one that was used."""
    present, codes = int(now.timestamp()) // STEP, pyotp.TOTP(seed)
    fitting = None
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(codes.generate_otp(step).encode(), code.encode()) and step > last_step:
            fitting = step
    return fitting
